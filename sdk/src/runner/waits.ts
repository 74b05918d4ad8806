import { NotFoundError } from "../client/errors.ts";
import type { WaitStep } from "../current-attempt.ts";
import type { WaitedFor } from "../hooks.ts";
import type { FromRunner } from "../wire/protocol.ts";
import type { ToWaiting, WaitRefusal, WaitResult, WaitTarget } from "../wire/wait.ts";
import { nowMs } from "./clock.ts";

/** Called around a wait, whatever they throw. */
export type WaitHooks = (kind: "onWait" | "onResume", wait: WaitedFor) => Promise<void>;

interface Pending {
  accepted: PromiseWithResolvers<WaitResult | undefined>;
  over: PromiseWithResolvers<WaitResult>;
}

interface WaitsOptions {
  attemptId: string;
  runId: string;
  epoch: number;
  signal: AbortSignal;
  send: (message: FromRunner) => Promise<void>;
}

/** The waits of one attempt. */
export class Waits {
  readonly #options: WaitsOptions;
  readonly #pending = new Map<string, Pending>();
  readonly #steps = new Map<string, number>();
  /** Waits that the run is suspended in, since when, and how long it was before. */
  #suspendedIn = 0;
  #suspendedAt = 0;
  #waitedMs = 0;
  #mismatch: WaitMismatchError | undefined;
  /** Set by the lifecycle once there are hooks. */
  hooks: WaitHooks = async () => {};

  constructor(options: WaitsOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", () => {
      for (const { accepted, over } of this.#pending.values()) {
        accepted.reject(options.signal.reason);
        over.reject(options.signal.reason);
      }
    });
  }

  /**
   * Takes the next step, in the order of the calls: before anything is awaited, so that the same code
   * counts the same again. Hooks count for themselves, since not all of them run again.
   */
  begin(fingerprint: string, section: string): WaitStep {
    const index = this.#steps.get(section) ?? 0;
    this.#steps.set(section, index + 1);
    const step = `${section}:${index}`;
    const { runId, epoch } = this.#options;
    return {
      requestKey: `wait:${runId}:${epoch}:${step}`,
      wait: (target, waitedFor) => this.#wait({ step, fingerprint, target }, waitedFor),
    };
  }

  async #wait(
    wait: { step: string; fingerprint: string; target: WaitTarget },
    waitedFor: WaitedFor,
  ): Promise<WaitResult> {
    const { attemptId, signal, send } = this.#options;
    const { step } = wait;
    signal.throwIfAborted();
    this.throwIfMismatched();
    const pending: Pending = {
      accepted: Promise.withResolvers(),
      over: Promise.withResolvers(),
    };
    // Where the first one fails, nobody looks at the second.
    pending.over.promise.catch(() => {});
    this.#pending.set(step, pending);
    try {
      await send({ type: "wait", attemptId, wait });
      const known = await pending.accepted.promise;
      if (known) return known;
      await this.hooks("onWait", waitedFor);
      await send({ type: "waiting", attemptId, step });
      const result = await this.#suspended(pending.over.promise);
      await this.hooks("onResume", waitedFor);
      return result;
    } finally {
      this.#pending.delete(step);
    }
  }

  async #suspended<T>(over: Promise<T>): Promise<T> {
    if (this.#suspendedIn++ === 0) this.#suspendedAt = nowMs();
    try {
      return await over;
    } finally {
      if (--this.#suspendedIn === 0) this.#waitedMs += nowMs() - this.#suspendedAt;
    }
  }

  /** Milliseconds in which the attempt was waiting, and nothing else as far as it knows. */
  waitedMs(): number {
    const now = this.#suspendedIn > 0 ? nowMs() - this.#suspendedAt : 0;
    return this.#waitedMs + now;
  }

  /** Code that is not the journal's comes to no wait and no good end, even where it catches what it was told. */
  throwIfMismatched(): void {
    if (this.#mismatch) throw this.#mismatch;
  }

  receive(message: ToWaiting): void {
    const pending = this.#pending.get(message.step);
    switch (message.type) {
      case "wait-accepted":
        pending?.accepted.resolve(undefined);
        return;
      case "wait-refused": {
        const error = refusal(message.reason, message.message);
        if (error instanceof WaitMismatchError) this.#mismatch ??= error;
        pending?.accepted.reject(error);
        pending?.over.reject(error);
        return;
      }
      case "wait-over":
        // Known from the journal, when it has not been accepted before.
        pending?.accepted.resolve(message.result);
        pending?.over.resolve(message.result);
        return;
    }
  }
}

function refusal(reason: WaitRefusal, message: string): Error {
  switch (reason) {
    case "MISMATCH":
      return new WaitMismatchError(message);
    case "NOT_FOUND":
      return new NotFoundError(message, { status: 404 });
  }
}

/** The code that runs again asks for something else than it did before. A retry would as well. */
export class WaitMismatchError extends Error {
  override readonly name = "WaitMismatchError";
}
