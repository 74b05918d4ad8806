import type { CompleteTaskWithOutput } from "../errors.ts";
import type { WaitedFor } from "../hooks.ts";
import { fromPacket, toPacket } from "../packet.ts";
import type { TaskDefinition } from "../task-options.ts";
import type { AttemptResult } from "../wire/protocol.ts";
import { AttemptHooks } from "./attempt-hooks.ts";
import type { Failure } from "./failure.ts";
import { decideFailure } from "./failure.ts";
import { runInMiddleware } from "./middleware.ts";
import { cancelledResult, failureResult } from "./results.ts";
import { Scope } from "./scope.ts";
import type { AttemptSession } from "./session.ts";
import { headline, internalError } from "./task-error.ts";

export interface LifecycleInput {
  session: AttemptSession;
  definition: TaskDefinition;
}

type SuccessResult = Extract<AttemptResult, { ok: true }>;
type OutcomeHook = "onSuccess" | "onFailure" | "onComplete";

/**
 * One attempt, in the order of lifecycle §2. It never throws: what goes wrong in the task is a result.
 */
export async function runLifecycle(input: LifecycleInput): Promise<AttemptResult> {
  const { payload: data, payloadType: dataType } = input.session.attempt;
  let payload: unknown;
  try {
    payload = fromPacket({ data, dataType });
  } catch (thrown) {
    return inputError(`The payload could not be read as ${dataType}. ${headline(thrown)}`);
  }
  const { parsePayload } = input.definition;
  try {
    if (parsePayload) payload = await parsePayload(payload);
  } catch (thrown) {
    return inputError(headline(thrown));
  }
  return new Lifecycle(input, payload).execute();
}

/** Recognised by name, since it may come from another copy of the SDK. */
function isCompletion(thrown: unknown): thrown is CompleteTaskWithOutput {
  return thrown instanceof Error && thrown.name === "CompleteTaskWithOutput";
}

/** No hook has run, and no retry can mend it. */
function inputError(message: string): AttemptResult {
  return { ok: false, error: internalError("TASK_INPUT_ERROR", message) };
}

class Lifecycle {
  readonly #session: AttemptSession;
  readonly #definition: TaskDefinition;
  readonly #hooks: AttemptHooks;
  readonly #payload: unknown;
  /** What the `init` hooks returned, merged. */
  readonly #init: Record<string, unknown> = {};
  /** Settles as `run` does; for `onCancel`. */
  readonly #run = Promise.withResolvers<unknown>();
  #isRunOver = false;
  #success: SuccessResult | undefined;
  #failure: Failure | undefined;
  readonly #called = new Set<OutcomeHook>();
  #cancelling: Promise<void> | undefined;

  constructor({ session, definition }: LifecycleInput, payload: unknown) {
    this.#session = session;
    this.#definition = definition;
    this.#payload = payload;
    this.#hooks = new AttemptHooks(session, definition, payload);
    // Nobody has to look at it.
    this.#run.promise.catch(() => {});
    session.onCancelled((reason) => {
      if (reason === "CANCELED") this.#cancelling = this.#callOnCancel();
    });
  }

  async execute(): Promise<AttemptResult> {
    try {
      await runInMiddleware(this.#hooks, () => this.#core());
    } catch (thrown) {
      await this.#fail(thrown);
    }
    // Whoever waits for it must not wait for ever. An error costs as much as a tenth of a short attempt.
    if (!this.#isRunOver) this.#run.reject(new Error("The run ended before it began."));
    await this.#cancelling;
    return this.#result();
  }

  async #core(): Promise<void> {
    await this.#hooks.callAllIgnoringErrors("init", {}, (returned) => {
      if (typeof returned === "object" && !Array.isArray(returned))
        Object.assign(this.#init, returned);
    });
    this.#session.waits.hooks = (kind, wait) => this.#aroundWait(kind, wait);
    try {
      const output = await this.#start();
      this.#isRunOver = true;
      this.#run.resolve(output);
      await this.#succeed(output);
    } catch (thrown) {
      this.#isRunOver = true;
      this.#run.reject(thrown);
      await this.#fail(thrown);
    }
    await this.#cleanUp();
    await this.#session.background.settle(this.#session.signal);
  }

  /** @throws what `onStartAttempt` or `run` throws, or the signal's reason when it is too late to begin. */
  async #start(): Promise<unknown> {
    const { signal, attempt, waits } = this.#session;
    const init = this.#init;
    if (!attempt.isReplay) {
      if (attempt.ctx.attempt.number === 1)
        await this.#hooks.callAllIgnoringErrors("onStart", { init });
      signal.throwIfAborted();
      await this.#hooks.callAll("onStartAttempt", { init });
    }
    signal.throwIfAborted();
    const scope = Scope.current() ?? new Scope(this.#session);
    return scope.inSpan({ name: "run", category: "run" }, async () => {
      try {
        const output = await this.#definition.run(this.#payload, {
          ctx: attempt.ctx,
          signal,
          init,
        });
        waits.throwIfMismatched();
        return output;
      } catch (thrown) {
        if (isCompletion(thrown)) return thrown.output;
        throw thrown;
      }
    });
  }

  /** What the run knows of itself is stored before it is left alone. */
  async #aroundWait(kind: "onWait" | "onResume", wait: WaitedFor): Promise<void> {
    await this.#hooks.callAllIgnoringErrors(kind, { init: this.#init, wait });
    if (kind !== "onWait") return;
    await this.#session.metadata.close();
    await this.#session.events.drain();
  }

  /** Never throws. */
  async #succeed(output: unknown): Promise<void> {
    try {
      const { data, dataType } = toPacket(output);
      this.#success = { ok: true, output: data, outputType: dataType };
    } catch (thrown) {
      const message = `What run returned could not be serialised. ${headline(thrown)}`;
      const cause = { thrown, bundleRoot: this.#session.bundleRoot };
      this.#failure = { kind: "silent", error: internalError("TASK_OUTPUT_ERROR", message, cause) };
      return;
    }
    const init = this.#init;
    await this.#outcome("onSuccess", () =>
      this.#hooks.callAllIgnoringErrors("onSuccess", { init, output }),
    );
    const result = { ok: true, data: output } as const;
    await this.#outcome("onComplete", () =>
      this.#hooks.callAllIgnoringErrors("onComplete", { init, result }),
    );
  }

  /** The first failure of an attempt is the attempt's; a later one stands on the timeline only. Never throws. */
  async #fail(thrown: unknown): Promise<void> {
    if (this.#failure || this.#session.cancelReason) return;
    const init = this.#init;
    const failure = await decideFailure(this.#session, this.#hooks, thrown, init);
    this.#failure = failure;
    if (failure.kind !== "final") return;
    const error = failure.thrown;
    await this.#outcome("onFailure", () =>
      this.#hooks.callAllIgnoringErrors("onFailure", { init, error }),
    );
    const result = { ok: false, error } as const;
    await this.#outcome("onComplete", () =>
      this.#hooks.callAllIgnoringErrors("onComplete", { init, result }),
    );
  }

  /** Once per attempt, even when a failure comes after a success; and never for a run that was cancelled. */
  async #outcome(hook: OutcomeHook, call: () => Promise<void>): Promise<void> {
    if (this.#called.has(hook) || this.#session.cancelReason) return;
    this.#called.add(hook);
    await call();
  }

  async #cleanUp(): Promise<void> {
    if (this.#session.cancelReason === "MAX_DURATION") return;
    try {
      await this.#hooks.callEvery("cleanup", { init: this.#init });
    } catch (thrown) {
      await this.#fail(thrown);
    }
  }

  #callOnCancel(): Promise<void> {
    const own = { init: this.#init, runPromise: this.#run.promise };
    return new Scope(this.#session).enter(() => this.#hooks.callAllIgnoringErrors("onCancel", own));
  }

  #result(): AttemptResult {
    if (this.#session.cancelReason) return cancelledResult(this.#session, this.#success);
    if (this.#failure) return failureResult(this.#failure);
    if (this.#success) return this.#success;
    throw new Error("An attempt ended without success or failure.");
  }
}
