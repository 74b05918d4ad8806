import type { Attributes, Link, SpanContext, SpanKind } from "@opentelemetry/api";
import type { AnswerRequest } from "../client/api-request.ts";
import type { HookRegistry } from "../hook-registry.ts";
import { globalHooks } from "../hook-registry.ts";
import type { LogLevel } from "../wire/manifest.ts";
import type {
  AttemptInput,
  AttemptResult,
  EventLevel,
  FromRunner,
  RunnerEvent,
  SpanCategory,
} from "../wire/protocol.ts";
import { presentError } from "../wire/run-error.ts";
import { Background } from "./background.ts";
import { clamp, MAX_LOG_CHARS } from "./clamp.ts";
import { nowMs } from "./clock.ts";
import { EventBuffer } from "./event-buffer.ts";
import { plainAttributes } from "./plain-json.ts";
import type { MetadataStore } from "./run-metadata.ts";
import { metadataStore, RunMetadata } from "./run-metadata.ts";
import { attemptSpan, identityOf, resourceOf, SDK_SCOPE } from "./telemetry/attempt-span.ts";
import type { Telemetry } from "./telemetry/export.ts";
import type { InstrumentationScope, Resource } from "./telemetry/readable.ts";
import type { SpanOwner } from "./telemetry/run-span.ts";
import { RunSpan } from "./telemetry/run-span.ts";
import { randomHex } from "./telemetry/span-context.ts";
import { Waits } from "./waits.ts";

export type CancelReason = "CANCELED" | "MAX_DURATION";

/** The least level that each `logLevel` lets through; `info` and `log` are one rank. */
const RANK: Record<LogLevel | Lowercase<EventLevel>, number> = {
  none: 0,
  error: 1,
  warn: 2,
  info: 3,
  log: 3,
  debug: 4,
};

export interface SpanRequest {
  name: string;
  category: SpanCategory;
  /** The span of the timeline that it stands below; else right below the attempt. */
  shownBelow?: RunSpan | undefined;
  /** In its trace, where that is another one than the span it stands below. `none`: it begins a trace of its own. */
  parent?: SpanContext | "none" | undefined;
  /** The library that makes it, when it is not the SDK. */
  scope?: InstrumentationScope | undefined;
  attributes?: Record<string, unknown> | undefined;
  kind?: SpanKind | undefined;
  links?: Link[] | undefined;
  startMs?: number | undefined;
}

/** One attempt while it lives: what it was given, its signal, and its way to the timeline. */
export class AttemptSession implements SpanOwner {
  readonly attempt: AttemptInput;
  readonly bundleRoot: string;
  readonly events: EventBuffer;
  readonly metadata: RunMetadata;
  readonly background = new Background((message) => this.log("WARN", message));
  readonly #startedAt = nowMs();
  readonly waits: Waits;
  readonly #controller = new AbortController();
  #cancelReason: CancelReason | undefined;
  readonly #onCancelled: ((reason: CancelReason) => void)[] = [];
  readonly #atEnd: (() => void)[] = [];
  readonly locals = new Map<string, unknown>();
  #hooks: HookRegistry | undefined;
  /** Set as soon as a result is certain; what is logged later belongs to no attempt. */
  isOver = false;
  /** Set by the test kit: answers calls to the API in place of the server. */
  answerRequest: AnswerRequest | undefined;
  /** The sending of the result, once it has begun. */
  reported: Promise<void> | undefined;
  /** Where the config sends traces and logs on to. Absent while it is imported, and mostly altogether. */
  #telemetry: Telemetry | undefined;
  readonly span: RunSpan;
  #resource: Resource | undefined;
  #identity: Attributes | undefined;

  constructor(
    attempt: AttemptInput,
    bundleRoot: string,
    send: (message: FromRunner) => Promise<void>,
    store: MetadataStore = metadataStore(attempt),
  ) {
    this.attempt = attempt;
    this.bundleRoot = bundleRoot;
    this.events = new EventBuffer((events) =>
      send({ type: "events", attemptId: attempt.id, events }),
    );
    this.metadata = new RunMetadata(attempt, store, (message) => this.log("WARN", message));
    this.waits = new Waits({
      attemptId: attempt.id,
      runId: attempt.ctx.run.id,
      epoch: attempt.waitEpoch,
      signal: this.signal,
      send,
    });
    this.span = new RunSpan(this, attemptSpan(attempt));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get cancelReason(): CancelReason | undefined {
    return this.#cancelReason;
  }

  /** Milliseconds that this attempt has been active: waits are not. */
  activeMs(): number {
    return nowMs() - this.#startedAt - this.waits.waitedMs();
  }

  /** The global hooks as they are now, with room for those that `run` registers. Undefined while files are imported. */
  get hooks(): HookRegistry | undefined {
    return this.#hooks;
  }

  /** From here on the task's own code runs: what it registers is this attempt's. The first call decides. */
  beginLifecycle(global: HookRegistry = globalHooks): HookRegistry {
    this.#hooks ??= global.clone();
    return this.#hooks;
  }

  onCancelled(listener: (reason: CancelReason) => void): void {
    this.#onCancelled.push(listener);
  }

  /** The names are those that `fetch` and its kind look for. */
  cancel(reason: CancelReason): void {
    if (this.#cancelReason) return;
    this.#cancelReason = reason;
    const [message, name] =
      reason === "CANCELED"
        ? ["The run was canceled.", "AbortError"]
        : ["The run exceeded its maxDuration.", "TimeoutError"];
    this.#controller.abort(new DOMException(message, name));
    for (const listener of this.#onCancelled) listener(reason);
  }

  /** From `logger`: filtered by the config's level. */
  logIfWanted(
    level: EventLevel,
    message: string,
    attributes?: object,
    parentSpanId?: string,
  ): void {
    if (RANK[lowercase(level)] <= RANK[this.attempt.logLevel]) {
      this.log(level, message, attributes, parentSpanId);
    }
  }

  log(level: EventLevel, message: string, attributes?: object, parentSpanId?: string): void {
    this.add({
      kind: "log",
      at: nowMs(),
      level,
      message: clamp(String(message), MAX_LOG_CHARS),
      attributes: plainAttributes(attributes),
      parentSpanId,
    });
  }

  /** Puts something on the timeline, unless the attempt is over. */
  add(event: RunnerEvent): void {
    if (this.isOver) return;
    this.events.add(event);
    if (event.kind === "log") this.telemetry?.logged(event, this.span);
  }

  startSpan({ shownBelow, parent, scope = SDK_SCOPE, ...start }: SpanRequest): RunSpan {
    const above = shownBelow ?? this.span;
    const inTrace = parent === "none" ? undefined : (parent ?? above.spanContext());
    const { traceId, traceFlags } = inTrace ?? { traceId: randomHex(32), traceFlags: 1 };
    const traceState = inTrace?.traceState;
    return new RunSpan(this, {
      ...start,
      scope,
      context: { traceId, spanId: randomHex(16), traceFlags, ...(traceState && { traceState }) },
      parent: inTrace,
      shownBelow: above === this.span ? undefined : above.spanContext().spanId,
    });
  }

  /** Ends the span of the attempt itself. What is traced or logged later belongs to no attempt. */
  end(result: AttemptResult): void {
    if (!result.ok) this.span.setStatus({ code: 2, message: presentError(result.error).message });
    this.span.end();
    this.isOver = true;
    for (const fn of this.#atEnd) fn();
  }

  /** Calls this when the attempt has ended. */
  atEnd(fn: () => void): void {
    this.#atEnd.push(fn);
  }

  get telemetry(): Telemetry | undefined {
    return this.#telemetry;
  }

  set telemetry(telemetry: Telemetry | undefined) {
    this.#telemetry = telemetry;
    if (!telemetry) return;
    // Its attributes may add to the resource, and the attempt was there before it.
    this.#resource = undefined;
    telemetry.spanStarted(this.span);
    const warning = telemetry.takeWarning();
    if (warning) this.log("WARN", warning);
  }

  get resource(): Resource {
    this.#resource ??= resourceOf(this.attempt, this.telemetry?.resourceAttributes);
    return this.#resource;
  }

  get identity(): Attributes {
    this.#identity ??= identityOf(this.attempt);
    return this.#identity;
  }

  spanStarted(span: RunSpan): void {
    this.telemetry?.spanStarted(span);
  }

  spanEnding(span: RunSpan): void {
    this.telemetry?.spanEnding(span);
  }

  spanEnded(span: RunSpan): void {
    this.telemetry?.spanEnded(span);
  }
}

/** `toLowerCase` loses the literal type. */
function lowercase(level: EventLevel): Lowercase<EventLevel> {
  return level.toLowerCase() as Lowercase<EventLevel>;
}
