import { AsyncLocalStorage } from "node:async_hooks";
import { processWide } from "../process-wide.ts";

/** The time of one test run: the real one, moved on over everything that would have been waited for. */
export class TestClock {
  #movedMs = 0;
  readonly #startedAtMs: number;

  constructor(startAt: Date | undefined) {
    const real = Date.now();
    this.#movedMs = startAt ? startAt.getTime() - real : 0;
    this.#startedAtMs = real + this.#movedMs;
  }

  get movedMs(): number {
    return this.#movedMs;
  }

  /** Milliseconds that have passed for the run. */
  get elapsedMs(): number {
    return this.now() - this.#startedAtMs;
  }

  now(): number {
    return realNow() + this.#movedMs;
  }

  advance(ms: number): void {
    this.#movedMs += Math.max(0, ms);
  }

  /** Never back: a wait until a moment that has passed is over at once. */
  advanceTo(date: Date): void {
    this.advance(date.getTime() - this.now());
  }

  /** What `fn` starts sees this clock's time in `Date`, and nothing else does. */
  async enter<T>(fn: () => Promise<T>): Promise<T> {
    const release = holdMovedDate();
    try {
      return await clocks.run(this, fn);
    } finally {
      release();
    }
  }
}

const clocks = processWide("test-clock", () => new AsyncLocalStorage<TestClock>());
const moved = processWide(
  "moved-date",
  (): { holders: number; original?: DateConstructor; ours?: DateConstructor } => ({ holders: 0 }),
);

function realNow(): number {
  return (moved.original ?? Date).now();
}

/**
 * Puts a `Date` in place that asks for the clock of its caller. A proxy, so that `instanceof`, and
 * whatever a framework's fake timers did to `Date` before, go on as they were.
 */
function holdMovedDate(): () => void {
  if (moved.holders++ === 0) {
    const original = globalThis.Date;
    moved.original = original;
    moved.ours = movedDate(original);
    globalThis.Date = moved.ours;
  }
  return () => {
    if (--moved.holders > 0) return;
    // Somebody else may have replaced it meanwhile: that one is theirs to take away.
    if (globalThis.Date === moved.ours && moved.original) globalThis.Date = moved.original;
    delete moved.original;
    delete moved.ours;
  };
}

function movedDate(original: DateConstructor): DateConstructor {
  const now = () => original.now() + (clocks.getStore()?.movedMs ?? 0);
  return new Proxy(original, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    apply: () => new original(now()).toString(),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
}
