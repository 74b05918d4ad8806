import type {
  Attributes,
  Exception,
  HrTime,
  Link,
  Span,
  SpanContext,
  SpanKind,
  SpanStatus,
  TimeInput,
} from "@opentelemetry/api";
import type { TraceSpan } from "../../current-attempt.ts";
import type { TaskRunError } from "../../wire/errors.ts";
import type { RunnerEvent, SpanCategory } from "../../wire/protocol.ts";
import { clamp } from "../clamp.ts";
import { nowMs } from "../clock.ts";
import { plainAttributes } from "../plain-json.ts";
import { headline, toTaskRunError } from "../task-error.ts";
import type { InstrumentationScope, Resource, TimedEvent } from "./readable.ts";
import { toAttributes } from "./readable.ts";
import { toEpochMs, toHrTime } from "./time.ts";

const MAX_NAME_CHARS = 1_000;
const MAX_EVENTS = 128;
const MAX_LINKS = 128;
const UNSET: SpanStatus = { code: 0 };
const ERROR = 2;

/** Whose spans they are, and who wants to know of them. */
export interface SpanOwner {
  readonly bundleRoot: string;
  readonly resource: Resource;
  /** Says of every exported span which run it belongs to. */
  readonly identity: Attributes;
  /** Nothing of the attempt is recorded any more. */
  readonly isOver: boolean;
  /** Puts it on the timeline. */
  add(event: RunnerEvent): void;
  spanStarted(span: RunSpan): void;
  spanEnding(span: RunSpan): void;
  spanEnded(span: RunSpan): void;
}

export interface SpanStart {
  name: string;
  /** `attempt`: the attempt itself, which has its own place on the timeline and is for exporters only. */
  category: SpanCategory | "attempt";
  context: SpanContext;
  /** In a trace; may belong to another process. */
  parent: SpanContext | undefined;
  /** The span of the timeline it stands below; undefined for the attempt. */
  shownBelow: string | undefined;
  scope: InstrumentationScope;
  attributes?: Record<string, unknown> | undefined;
  kind?: SpanKind | undefined;
  links?: Link[] | undefined;
  startMs?: number | undefined;
}

/**
 * A span of an attempt: on the run's timeline while it is open and when it ends, for the task's code
 * a span as OpenTelemetry's, and for exporters one that can be read.
 */
export class RunSpan implements Span, TraceSpan {
  readonly owner: SpanOwner;
  readonly parentSpanContext: SpanContext | undefined;
  readonly kind: SpanKind;
  readonly instrumentationScope: InstrumentationScope;
  readonly events: TimedEvent[] = [];
  readonly links: Link[];
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  status: SpanStatus = UNSET;
  name: string;
  readonly #start: SpanStart;
  readonly #startMs: number;
  readonly #attributes: Record<string, unknown>;
  #endMs: number | undefined;
  #exceptions: { thrown: Exception; atMs: number }[] = [];

  constructor(owner: SpanOwner, start: SpanStart) {
    this.owner = owner;
    this.name = start.name;
    this.parentSpanContext = start.parent;
    this.kind = start.kind ?? 0;
    this.instrumentationScope = start.scope;
    this.links = start.links?.slice(0, MAX_LINKS) ?? [];
    this.#start = start;
    this.#startMs = start.startMs ?? nowMs();
    this.#attributes = { ...start.attributes };
    owner.spanStarted(this);
    this.#report();
  }

  spanContext(): SpanContext {
    return this.#start.context;
  }

  isRecording(): boolean {
    return this.#endMs === undefined && !this.owner.isOver;
  }

  setAttribute(key: string, value: unknown): this {
    if (this.isRecording()) this.#attributes[key] = value;
    return this;
  }

  setAttributes(attributes: Record<string, unknown>): this {
    if (this.isRecording()) Object.assign(this.#attributes, attributes);
    return this;
  }

  /** On the timeline an event is a line of the log, inside the span. */
  addEvent(name: string, attributesOrTime?: object | TimeInput, time?: TimeInput): this {
    if (!this.isRecording()) return this;
    const [attributes, at] = isTime(attributesOrTime)
      ? [undefined, attributesOrTime]
      : [attributesOrTime, time];
    const atMs = at === undefined ? nowMs() : toEpochMs(at);
    if (this.#keep(name, toAttributes({ ...attributes }), atMs)) {
      this.#log("LOG", name, atMs, attributes);
    }
    return this;
  }

  addLink(link: Link): this {
    if (!this.isRecording()) return this;
    if (this.links.length < MAX_LINKS) this.links.push(link);
    else this.droppedLinksCount++;
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  setStatus({ code, message }: { code: number; message?: string | undefined }): this {
    if (!this.isRecording()) return this;
    this.status = code === ERROR && message !== undefined ? { code, message } : { code };
    return this;
  }

  updateName(name: string): this {
    if (this.isRecording()) this.name = name;
    return this;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    if (!this.isRecording()) return;
    const atMs = time === undefined ? nowMs() : toEpochMs(time);
    if (!this.#keep("exception", exceptionAttributes(exception), atMs)) return;
    this.#exceptions.push({ thrown: exception, atMs });
  }

  /** Ends it with what was thrown inside. */
  fail(thrown: unknown): void {
    this.recordException(asException(thrown));
    this.setStatus({ code: ERROR, message: headline(thrown) });
    this.#end(nowMs(), toTaskRunError(thrown, this.owner.bundleRoot));
  }

  end(time?: TimeInput): void {
    const error = this.status.code === ERROR ? this.#error() : undefined;
    // Exceptions that did not fail it are worth a line each.
    if (!error && this.isRecording()) {
      for (const { thrown, atMs } of this.#exceptions) {
        const attributes = exceptionAttributes(thrown);
        this.#log("WARN", headlineOf(thrown), atMs, attributes);
      }
    }
    this.#end(time === undefined ? nowMs() : toEpochMs(time), error);
  }

  // The rest is what exporters read.

  get attributes(): Attributes {
    return { ...this.owner.identity, ...toAttributes(this.#attributes) };
  }

  get startTime(): HrTime {
    return toHrTime(this.#startMs);
  }

  get endTime(): HrTime {
    return toHrTime(this.#endMs ?? 0);
  }

  get duration(): HrTime {
    return toHrTime((this.#endMs ?? this.#startMs) - this.#startMs);
  }

  get ended(): boolean {
    return this.#endMs !== undefined;
  }

  get resource(): Resource {
    return this.owner.resource;
  }

  get droppedAttributesCount(): number {
    return 0;
  }

  /** Names that exporters of the 1.x SDK read. */
  get parentSpanId(): string | undefined {
    return this.parentSpanContext?.spanId;
  }

  get instrumentationLibrary(): InstrumentationScope {
    return this.instrumentationScope;
  }

  #end(endMs: number, error: TaskRunError | undefined): void {
    // What goes on when the attempt is over belongs to no run, least of all to the next one.
    if (!this.isRecording()) return;
    this.owner.spanEnding(this);
    // A clock that the author brings along may run behind.
    this.#endMs = Math.max(endMs, this.#startMs);
    this.#report(this.#endMs - this.#startMs, error);
    this.owner.spanEnded(this);
  }

  #report(durationMs?: number, error?: TaskRunError): void {
    const { category, context, shownBelow } = this.#start;
    if (category === "attempt") return;
    const hasAttributes = Object.keys(this.#attributes).length > 0;
    this.owner.add({
      kind: "span",
      at: this.#startMs,
      durationMs,
      spanId: context.spanId,
      parentSpanId: shownBelow,
      name: clamp(this.name, MAX_NAME_CHARS),
      category,
      error,
      attributes: hasAttributes ? plainAttributes(this.#attributes) : undefined,
    });
  }

  #error(): TaskRunError {
    const last = this.#exceptions.at(-1);
    if (last) return toTaskRunError(last.thrown, this.owner.bundleRoot);
    return { type: "STRING_ERROR", raw: this.status.message ?? "The span ended with an error." };
  }

  /** False: it has more than are kept. */
  #keep(name: string, attributes: Attributes, atMs: number): boolean {
    if (this.events.length >= MAX_EVENTS) {
      this.droppedEventsCount++;
      return false;
    }
    this.events.push({ name, attributes, time: toHrTime(atMs), droppedAttributesCount: 0 });
    return true;
  }

  #log(level: "LOG" | "WARN", message: string, at: number, attributes: object | undefined): void {
    const { category, context } = this.#start;
    this.owner.add({
      kind: "log",
      at,
      level,
      message: clamp(message, MAX_NAME_CHARS),
      attributes: plainAttributes(attributes),
      parentSpanId: category === "attempt" ? undefined : context.spanId,
    });
  }
}

function isTime(value: unknown): value is TimeInput {
  return typeof value === "number" || value instanceof Date || Array.isArray(value);
}

function asException(thrown: unknown): Exception {
  return thrown instanceof Error ? thrown : headline(thrown);
}

function headlineOf(exception: Exception): string {
  return exception instanceof Error || typeof exception === "string"
    ? headline(exception)
    : [exception.name ?? exception.code, exception.message].filter(Boolean).join(": ");
}

/** As the semantic conventions name them. */
function exceptionAttributes(exception: Exception): Attributes {
  if (typeof exception === "string") return { "exception.message": exception };
  const { code, name, message, stack } = exception;
  const type = code ?? name;
  return {
    ...(type !== undefined && { "exception.type": String(type) }),
    ...(message !== undefined && { "exception.message": message }),
    ...(stack !== undefined && { "exception.stacktrace": stack }),
  };
}
