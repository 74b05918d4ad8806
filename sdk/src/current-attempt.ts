import type { AnswerRequest } from "./client/api-request.ts";
import { currentScope } from "./client/scope.ts";
import type { HookRegistry } from "./hook-registry.ts";
import type { WaitedFor } from "./hooks.ts";
import { processWide } from "./process-wide.ts";
import type { TaskRunContext } from "./wire/context.ts";
import type { Metadata, MetadataOperation } from "./wire/metadata.ts";
import type { EventLevel } from "./wire/protocol.ts";
import type { WaitResult, WaitTarget } from "./wire/wait.ts";

/** The attempt that the calling code belongs to, as far as the rest of the SDK needs it. */
export interface CurrentAttempt {
  readonly ctx: TaskRunContext;
  readonly signal: AbortSignal;
  /** Hooks of this attempt: the global ones, and those registered while it runs. Absent while its files are imported. */
  readonly hooks?: HookRegistry | undefined;
  /** Values of `locals`, by id. Absent while its files are imported. */
  readonly locals?: Map<string, unknown> | undefined;
  /** The run's metadata. Absent while its files are imported. */
  readonly metadata?: AttemptMetadata | undefined;
  /** Milliseconds of active time of the run before this attempt. */
  readonly activeMsBefore?: number | undefined;
  /** Milliseconds of active time of this attempt. */
  activeMs(): number;
  /** Keeps the attempt from ending before the promise settles. */
  waitUntil?(promise: Promise<unknown>): void;
  /** Calls this when the attempt has ended. */
  atEnd?(fn: () => void): void;
  /** Answers this attempt's calls to the API in place of the server: there is none in a test. */
  readonly answerRequest?: AnswerRequest | undefined;
  /** Takes the next place among the waits of the run; call it before anything is awaited. */
  beginWait(fingerprint: string): WaitStep;
  /** Shows what `fn` waits for on the timeline. */
  waitSpan<T>(name: string, fn: (span: TraceSpan) => Promise<T>): Promise<T>;
  /** Shows what `fn` triggers on the timeline. */
  triggerSpan<T>(name: string, fn: (span: TraceSpan) => Promise<T>): Promise<T>;
  /** Leaves the requests of `fn` out of what instrumentations trace. */
  untraced<T>(fn: () => Promise<T>): Promise<T>;
  /** Its code has come to a wait before, and its process was lost since. */
  readonly hasJournal: boolean;
  log(level: EventLevel, message: string, attributes: LogAttributes | undefined): void;
  trace<T>(
    name: string,
    fn: (span: TraceSpan) => Promise<T> | T,
    options?: SpanOptions,
  ): Promise<T>;
  startSpan(name: string, options?: SpanOptions): TraceSpan;
}

/** A place among the waits of a run. */
export interface WaitStep {
  /** The same whenever this code runs again: what is triggered with it is triggered once. */
  readonly requestKey: string;
  /** Suspends the run until the target is there. Rejects with the signal's reason when the run is canceled. */
  wait(target: WaitTarget, waitedFor: WaitedFor): Promise<WaitResult>;
}

/** The metadata of the run that executes, and the way to change it. */
export interface AttemptMetadata {
  current(): Metadata;
  get(key: string): unknown;
  change(target: "self" | "parent" | "root", operation: MetadataOperation): void;
  flush(): Promise<void>;
  refresh(): Promise<void>;
}

/** JSON-like values; what is not (functions, circular references) is described in words. */
export type LogAttributes = Record<string, unknown>;

/** How a span begins. All fields are optional; they are those of OpenTelemetry's API. */
export interface SpanOptions {
  attributes?: LogAttributes | undefined;
  /** 0 internal (default), 1 server, 2 client, 3 producer, 4 consumer. */
  kind?: number | undefined;
  startTime?: SpanTime | undefined;
}

/** A Date, epoch milliseconds, or seconds and nanoseconds. */
export type SpanTime = Date | number | [seconds: number, nanoseconds: number];

/**
 * An open span. It is one of OpenTelemetry's `Span` as well, whose attributes here may be any JSON-like
 * value.
 */
export interface TraceSpan {
  setAttribute(key: string, value: unknown): this;
  setAttributes(attributes: LogAttributes): this;
  /** A line of the log, inside the span. */
  addEvent(name: string, attributes?: LogAttributes | SpanTime, time?: SpanTime): this;
  /** Shows on the span when its status is an error; else it is a line of the log. */
  recordException(exception: Error | string, time?: SpanTime): void;
  /** 0 unset, 1 ok, 2 error. */
  setStatus(status: { code: number; message?: string | undefined }): this;
  addLink(link: SpanLink): this;
  addLinks(links: SpanLink[]): this;
  updateName(name: string): this;
  /** `logger.trace` does it. */
  end(time?: SpanTime): void;
  isRecording(): boolean;
  spanContext(): { traceId: string; spanId: string; traceFlags: number };
}

/** Another span that has to do with it. */
export interface SpanLink {
  context: { traceId: string; spanId: string; traceFlags: number };
  attributes?: Record<string, string | number | boolean>;
}

// The runner puts its lookup here. The client half of the SDK stays free of node:async_hooks,
// and so runs wherever fetch does.
const slot = processWide(
  "current-attempt",
  (): { find?: () => CurrentAttempt | undefined } => ({}),
);

/** Undefined outside a run, and for a client that has nothing to do with the run it is called in. */
export function currentAttempt(): CurrentAttempt | undefined {
  return currentScope()?.inheritsRun === false ? undefined : slot.find?.();
}

/** In a run of the test kit: what answers in place of the server, whoever asks. */
export function answerInTest(): AnswerRequest | undefined {
  return slot.find?.()?.answerRequest;
}

export function provideCurrentAttempt(find: () => CurrentAttempt | undefined): void {
  slot.find = find;
}
