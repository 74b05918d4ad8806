import { headline } from "./task-error.ts";

const LONGEST_MS = 60_000;

/** Promises that `waitUntil` was given: the attempt does not end before them. */
export class Background {
  readonly #promises = new Set<Promise<void>>();
  readonly #warn: (message: string) => void;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  add(promise: Promise<unknown>): void {
    const settled = Promise.resolve(promise).then(
      () => {},
      (thrown: unknown) => this.#warn(`A promise of waitUntil failed. ${headline(thrown)}`),
    );
    this.#promises.add(settled);
    void settled.then(() => this.#promises.delete(settled));
  }

  /** Waits for all of them, those that come meanwhile included, until `signal` aborts or a minute is over. Never throws. */
  async settle(signal: AbortSignal): Promise<void> {
    if (this.#promises.size === 0) return;
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#warn("A promise of waitUntil did not settle within 60 s: the attempt ends without it.");
      end();
    }, LONGEST_MS);
    signal.addEventListener("abort", () => end());
    const all = async () => {
      while (this.#promises.size > 0) await Promise.all(this.#promises);
    };
    await Promise.race([all(), signal.aborted ? undefined : isOver]);
    clearTimeout(timer);
  }
}
