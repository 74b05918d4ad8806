import type { TaskRunContext } from "./wire/context.ts";
import type { ResolvedRetryOptions, RetryOptions } from "./wire/retry.ts";

type MaybePromise<T> = T | Promise<T>;

/** What every hook is given. */
export interface CommonHookParams<TPayload = unknown> {
  payload: TPayload;
  ctx: TaskRunContext;
  /** The task's id. */
  task: string;
  /** Aborts when the run is cancelled or exceeds `maxDuration`. */
  signal: AbortSignal;
}

/** From the end of the `init` hooks on: with what they returned, merged. */
interface WithInit<TPayload, TInit> extends CommonHookParams<TPayload> {
  init: TInit;
}

/** How a run ended, as `onComplete` is told. */
export type CompleteResult<TOutput = unknown> =
  | { ok: true; data: TOutput }
  | { ok: false; error: unknown };

/** What a run waits for. */
export type WaitedFor =
  | { type: "duration"; date: Date }
  | { type: "token"; token: string }
  | { type: "task"; runId: string }
  | { type: "batch"; batchId: string; runCount: number };

/** What `catchError` may decide. The first field that is set counts, in this order; `error` goes with any of them. */
export interface CatchErrorResult {
  /** True: the run fails now. */
  skipRetrying?: boolean | undefined;
  retryAt?: Date | undefined;
  retryDelayInMs?: number | undefined;
  /** Other retry options for this failure, field by field over the task's. */
  retry?: RetryOptions | undefined;
  /** Takes the place of what was thrown. Alone it means that the run fails now. */
  error?: unknown;
}

/** What each kind of hook is given. */
export interface HookParams<TPayload = unknown, TOutput = unknown, TInit = unknown> {
  init: CommonHookParams<TPayload>;
  onStart: WithInit<TPayload, TInit>;
  onStartAttempt: WithInit<TPayload, TInit>;
  middleware: CommonHookParams<TPayload> & {
    /** Runs everything inside; resolves when that is over, and never rejects because of it. */
    next: () => Promise<void>;
  };
  onWait: WithInit<TPayload, TInit> & { wait: WaitedFor };
  onResume: WithInit<TPayload, TInit> & { wait: WaitedFor };
  onSuccess: WithInit<TPayload, TInit> & { output: TOutput };
  onFailure: WithInit<TPayload, TInit> & { error: unknown };
  onComplete: WithInit<TPayload, TInit> & { result: CompleteResult<TOutput> };
  onCancel: WithInit<TPayload, TInit> & {
    /** Settles as `run` does: await it to let a run that heeds the signal come to its end. */
    runPromise: Promise<TOutput>;
  };
  catchError: WithInit<TPayload, TInit> & {
    error: unknown;
    retry: ResolvedRetryOptions;
    /** Milliseconds until the next attempt by the retry options; undefined when none is left. */
    retryDelayInMs: number | undefined;
    retryAt: Date | undefined;
  };
  cleanup: WithInit<TPayload, TInit>;
}

export type HookKind = keyof HookParams;

/** What each kind of hook may return. */
export interface HookReturns<TInit> extends Record<HookKind, unknown> {
  init: TInit;
  // biome-ignore lint/suspicious/noConfusingVoidType: a hook that decides nothing returns nothing
  catchError: CatchErrorResult | undefined | null | void;
}

export type HookFunction<
  K extends HookKind,
  TPayload = unknown,
  TOutput = unknown,
  TInit = unknown,
> = (params: HookParams<TPayload, TOutput, TInit>[K]) => MaybePromise<HookReturns<TInit>[K]>;

/**
 * Hooks of one task. Global ones (`tasks.onStart(…)`, the config, `init.ts`) run before the task's
 * own, except for `catchError`. Each is awaited and shown on the run's timeline.
 *
 * Source: lifecycle §1 and §2.
 */
export interface TaskHooks<TPayload = unknown, TOutput = unknown, TInit = unknown> {
  /**
   * Before every attempt. The object it returns reaches `run` and the other hooks as `init`; write it
   * before `run`, and its type does too. `payload` is unknown here, since `run` names its type later.
   * Errors are ignored.
   */
  init?: ((params: CommonHookParams) => Promise<TInit> | TInit) | undefined;
  /** Around everything else of an attempt; it has to call `next()`. What it throws fails the attempt. */
  middleware?: HookFunction<"middleware", TPayload, TOutput, TInit> | undefined;
  /** Once per run, before its first attempt. Errors are ignored. */
  onStart?: HookFunction<"onStart", TPayload, TOutput, TInit> | undefined;
  /** Before `run`, in every attempt. What it throws fails the attempt. */
  onStartAttempt?: HookFunction<"onStartAttempt", TPayload, TOutput, TInit> | undefined;
  /** Before a wait longer than 5 s. Errors are ignored. */
  onWait?: HookFunction<"onWait", TPayload, TOutput, TInit> | undefined;
  /** After such a wait. Errors are ignored. */
  onResume?: HookFunction<"onResume", TPayload, TOutput, TInit> | undefined;
  /** When `run` returned. Errors are ignored. */
  onSuccess?: HookFunction<"onSuccess", TPayload, TOutput, TInit> | undefined;
  /** When the run failed and no attempt is left. Not for crashes, timeouts and cancellations. Errors are ignored. */
  onFailure?: HookFunction<"onFailure", TPayload, TOutput, TInit> | undefined;
  /** After either of the two. Errors are ignored. */
  onComplete?: HookFunction<"onComplete", TPayload, TOutput, TInit> | undefined;
  /** When a run is cancelled while it executes; 30 s in all. Errors are ignored. */
  onCancel?: HookFunction<"onCancel", TPayload, TOutput, TInit> | undefined;
  /** On an error: may decide whether and when to retry. The task's comes first. What it throws crashes the run. */
  catchError?: HookFunction<"catchError", TPayload, TOutput, TInit> | undefined;
  /** @deprecated The name that `catchError` had before; `catchError` wins. */
  handleError?: HookFunction<"catchError", TPayload, TOutput, TInit> | undefined;
  /** At the end of every attempt, whatever happened. What it throws fails the attempt. */
  cleanup?: HookFunction<"cleanup", TPayload, TOutput, TInit> | undefined;
}

/** The same, for code that goes by the kind. */
export type HooksByKind = { [K in HookKind]?: HookFunction<K> | undefined };

export const HOOK_KINDS: readonly HookKind[] = [
  "init",
  "middleware",
  "onStart",
  "onStartAttempt",
  "onWait",
  "onResume",
  "onSuccess",
  "onFailure",
  "onComplete",
  "onCancel",
  "catchError",
  "cleanup",
];

/** The hooks of a task's options or of a config, old names read as the new ones. */
export function hooksByKind({ handleError, ...hooks }: TaskHooks): HooksByKind {
  return { ...hooks, catchError: hooks.catchError ?? handleError };
}
