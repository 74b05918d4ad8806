import type { FromWaiting, WaitRequest } from "#sdk/wire/wait.ts";
import type { TaskProcess } from "#worker/processes/task-process.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { registerWait } from "#worker/services/waits/register.ts";
import { requeueWaiting } from "#worker/services/waits/requeue.ts";
import { readWaitResults, type StepResult } from "#worker/services/waits/results.ts";
import type { HeldAttempt } from "#worker/services/waits/suspend.ts";
import { wakeRun } from "#worker/services/waits/wake.ts";
import { persistently } from "./persistently.ts";
import type { Place } from "./places.ts";

interface SuspensionOptions {
  ctx: ServiceContext;
  attempt: StartedAttempt;
  process: TaskProcess;
  suspend: (held: HeldAttempt) => Promise<boolean>;
  resume: (held: HeldAttempt) => Promise<boolean>;
  onSuspended: () => void;
  onResumed: (place: Place) => void;
}

/** A run that goes on and still waits for something else is suspended again, unless that comes soon. */
const AGAIN_MS = 250;
/** What is due later is found by the sweep, which is a second late at most. */
const LONGEST_TIMER_MS = 600_000;

/** The waits of one attempt, seen from the worker that has its process. */
export class Suspension {
  readonly #options: SuspensionOptions;
  readonly #held: HeldAttempt;
  readonly #epoch: number;
  /** When the registered steps are due. */
  readonly #dueAt = new Map<string, Date | undefined>();
  /** Those of them whose code is ready to be left alone. */
  readonly #waiting = new Set<string>();
  readonly #timers = createTimers();
  #resumed = Promise.withResolvers<void>();
  #isCanceled = false;
  #isReleased = false;
  #suspendedAt: number | undefined;
  #waitedMs = 0;
  /** One thing after the other, in the order in which it was said. */
  #order: Promise<unknown> = Promise.resolve();

  constructor(options: SuspensionOptions) {
    const { id, runId, number, input } = options.attempt;
    this.#options = options;
    this.#held = { id, runId, number };
    this.#epoch = input.waitEpoch;
  }

  receive = (message: FromWaiting): void => {
    if (message.type === "wait") void this.#inOrder(() => this.#register(message.wait));
    else void this.#inOrder(() => this.#wait(message.step));
  };

  /** Its run waits, or is on its way back to a slot. */
  isSuspended(): boolean {
    return this.#suspendedAt !== undefined;
  }

  /**
   * The run has been admitted again, and has this place. False, and the place is not taken: it goes on
   * elsewhere, or nowhere.
   */
  resume(place: Place): Promise<boolean> {
    return this.#inOrder(() => this.#resume(place));
  }

  /** Its process is worth more than the wait of a run that can do without: it ends, unless the run goes on by now. */
  release = (): void => {
    void this.#inOrder(async () => {
      if (this.#suspendedAt === undefined || this.#isCanceled) return;
      // From here on it is not resumed, though the process may take a moment to end.
      this.#isReleased = this.#options.process.killIn(this.#held.id);
    });
  };

  /** Its code came to an end while the run was suspended: resolves when the run may end, which takes its slot. */
  async settled(): Promise<void> {
    await this.#order;
    if (this.#suspendedAt === undefined || this.#isCanceled) return;
    this.#waiting.clear();
    const { ctx } = this.#options;
    await persistently(() => requeueWaiting(ctx, this.#held.runId));
    await this.#resumed.promise;
  }

  /** It was canceled: there is nothing to wait for. */
  cancel(): void {
    this.#isCanceled = true;
    this.#resumed.resolve();
  }

  /** Milliseconds in which the run had no slot. */
  waitedMs(): number {
    const now = this.#suspendedAt === undefined ? 0 : performance.now() - this.#suspendedAt;
    return this.#waitedMs + now;
  }

  close(): void {
    this.#timers.clear();
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#order.then(work);
    this.#order = done.catch(() => {});
    return done;
  }

  async #register(wait: WaitRequest): Promise<void> {
    const { ctx, process } = this.#options;
    const { id: attemptId, runId } = this.#held;
    const { step } = wait;
    const entry = { runId, epoch: this.#epoch, wait };
    const registered = await persistently(() => registerWait(ctx, entry));
    switch (registered.kind) {
      case "OVER":
        process.answer({ type: "wait-over", attemptId, step, result: registered.result });
        return;
      case "REFUSED": {
        const { reason, message } = registered;
        process.answer({ type: "wait-refused", attemptId, step, reason, message });
        return;
      }
      case "PENDING":
        this.#dueAt.set(step, registered.dueAt);
        process.answer({ type: "wait-accepted", attemptId, step });
    }
  }

  async #wait(step: string): Promise<void> {
    this.#waiting.add(step);
    const due = this.#dueAt.get(step);
    if (due) {
      const ms = due.getTime() - this.#options.ctx.clock().getTime();
      this.#timers.add(ms, () => void this.#inOrder(() => this.#look()));
    }
    if (this.#suspendedAt === undefined) await this.#suspend();
    else await this.#look();
  }

  async #suspend(): Promise<void> {
    if (this.#suspendedAt !== undefined || this.#waiting.size === 0) return;
    this.#suspendedAt = performance.now();
    this.#resumed = Promise.withResolvers();
    this.#options.process.pauseTimer();
    if (!(await persistently(() => this.#options.suspend(this.#held)))) {
      // It was canceled, or is another worker's by now: whoever did that tells the process.
      this.#proceed();
      return;
    }
    this.#options.onSuspended();
    await this.#look();
  }

  async #look(): Promise<void> {
    if (this.#suspendedAt === undefined) return;
    const { runId } = this.#held;
    const steps = [...this.#waiting];
    await persistently(() => wakeRun(this.#options.ctx, { runId, steps }));
  }

  async #resume(place: Place): Promise<boolean> {
    if (this.#suspendedAt === undefined || this.#isReleased) return false;
    // What is over stays over: it is read while the resumption is written.
    const [isResumed, results] = await Promise.all([
      persistently(() => this.#options.resume(this.#held)),
      this.#readResults(),
    ]);
    if (!isResumed) return false;
    this.#options.onResumed(place);
    this.#proceed();
    this.#resumed.resolve();
    this.#deliver(results);
    return true;
  }

  #readResults(): Promise<StepResult[]> {
    const place = { runId: this.#held.runId, epoch: this.#epoch, steps: [...this.#waiting] };
    return persistently(() => readWaitResults(this.#options.ctx, place));
  }

  #proceed(): void {
    this.#waitedMs = this.waitedMs();
    this.#suspendedAt = undefined;
    this.#options.process.resumeTimer();
  }

  #deliver(results: StepResult[]): void {
    const { id: attemptId } = this.#held;
    for (const { step, result } of results) {
      this.#waiting.delete(step);
      this.#dueAt.delete(step);
      this.#options.process.answer({ type: "wait-over", attemptId, step, result });
    }
    if (this.#waiting.size > 0) {
      this.#timers.add(AGAIN_MS, () => void this.#inOrder(() => this.#suspend()));
    }
  }
}

function createTimers() {
  const timers = new Set<NodeJS.Timeout>();
  return {
    add: (ms: number, fire: () => void) => {
      if (ms > LONGEST_TIMER_MS) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        fire();
      }, Math.max(0, ms) + 1);
      timers.add(timer);
    },
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
