import type { TaskRunContext } from "./context.ts";
import type { TaskRunError } from "./errors.ts";
import type { LogLevel } from "./manifest.ts";
import type { Metadata } from "./metadata.ts";
import type { PacketType } from "./packet-type.ts";
import type { ResolvedRetryOptions } from "./retry.ts";
import type { TraceParent } from "./traceparent.ts";
import type { FromWaiting, ToWaiting } from "./wait.ts";

/**
 * What the worker and a task's process say to each other over Node's IPC channel
 * (`serialization: "advanced"`, so dates and undefined survive). One attempt at a time.
 */
export type ToRunner =
  | { type: "execute"; attempt: AttemptInput }
  /** Abort `signal`, run `onCancel`, answer with a result as soon as `run` has settled. */
  | { type: "cancel"; attemptId: string; reason: "CANCELED" | "MAX_DURATION" }
  | ToWaiting;

export type FromRunner =
  /** Sent once, when the bundle is imported and an attempt can be taken. */
  | { type: "ready"; importedInMs: number }
  /**
   * Something that nobody caught: it takes no further attempt. One that it has, or that is on its way, goes
   * on where it has nothing to do with the error; the parent ends the process then.
   */
  | { type: "unfit" }
  | { type: "events"; attemptId: string; events: RunnerEvent[] }
  | FromWaiting
  | {
      type: "result";
      attemptId: string;
      result: AttemptResult;
      /** The last ones, which have not been sent yet: a message of their own would cost as much as the result. */
      events?: RunnerEvent[] | undefined;
      /** No next attempt yet, and no end of the process, before `exported` is said. */
      isExporting?: boolean | undefined;
    }
  /** What telemetry there was has been sent on, or given up. */
  | { type: "exported"; attemptId: string };

export interface AttemptInput {
  id: string;
  taskId: string;
  /** Serialised payload; absent when the caller gave none. */
  payload?: string | undefined;
  payloadType: PacketType;
  /** The run's, as the attempt starts with it; absent when there is none. */
  metadata?: Metadata | undefined;
  ctx: TaskRunContext;
  /** Milliseconds that attempts before this one executed. */
  activeMsBefore?: number | undefined;
  /** Already resolved by the server, so that both sides agree which attempt is the last. */
  retry: ResolvedRetryOptions;
  /** False: an error is final in this environment (`retries.enabledInDev: false`). */
  retriesEnabled: boolean;
  /** Replaces `process.env` of the process for this attempt. */
  env: Record<string, string>;
  logLevel: LogLevel;
  console?: ConsoleOptions | undefined;
  trace: RunTrace;
  /** Counts the errors of its code that were retried: waits of an earlier epoch are not those of this one. */
  waitEpoch: number;
  /** Its code has come to a wait before, and its process was lost since. */
  hasJournal: boolean;
  /** It was lost while it waited: this is still the same attempt. */
  isReplay: boolean;
}

/** Where else than on the timeline it is shown what is said. */
export interface ConsoleOptions {
  /** What is logged is printed by the worker, too. */
  isLogPrinted: boolean;
  /** The console is not for the timeline: what it prints is printed by the worker. */
  isUncaptured: boolean;
}

/** Where the run stands among traces. */
export interface RunTrace {
  /** 32 hex characters, the same for all attempts. */
  traceId: string;
  /** False: whoever triggered it does not export his trace, and so this part of it is not either. */
  isSampled: boolean;
  /** The span that triggered it, when it belongs to the same trace. */
  parentSpanId?: string | undefined;
  /** The span that triggered it, when it has a trace of its own. */
  link?: TraceParent | undefined;
  /** What vendors of tracing hand on in the same trace, as `tracestate` has it. */
  state?: string | undefined;
  /** Values that are handed on to whatever the run calls and triggers, as `baggage` has them. */
  baggage?: string | undefined;
}

export type AttemptResult =
  | { ok: true; output?: string | undefined; outputType: PacketType }
  | {
      ok: false;
      error: TaskRunError;
      /** Set when the runner asks for another attempt, this many milliseconds from now. */
      retry?: { delayMs: number } | undefined;
      /** What `run` returned after it was cancelled: kept on the attempt, never the run's output. */
      lateOutput?: { output?: string | undefined; outputType: PacketType } | undefined;
    };

/** Something for the run's timeline. Times are epoch milliseconds with fractions; ids are 16 hex characters. */
export type RunnerEvent =
  | {
      kind: "log";
      at: number;
      level: EventLevel;
      message: string;
      attributes?: Record<string, unknown> | undefined;
      parentSpanId?: string | undefined;
    }
  | {
      kind: "span";
      at: number;
      /** Absent while the span is open; the same `spanId` is sent again when it ends. */
      durationMs?: number | undefined;
      spanId: string;
      parentSpanId?: string | undefined;
      name: string;
      category: SpanCategory;
      error?: TaskRunError | undefined;
      attributes?: Record<string, unknown> | undefined;
    };

/**
 * What a span stands for. `trigger` is a run or batch that was triggered, `user` what the task's own
 * code and its libraries trace, `platform` what was done for the attempt before its code could run.
 */
export type SpanCategory = "run" | "hook" | "wait" | "trigger" | "user" | "platform";

export type EventLevel = "DEBUG" | "LOG" | "INFO" | "WARN" | "ERROR";
