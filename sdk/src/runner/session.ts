import type { AnswerRequest } from "../client/api-request.ts";
import type { TraceSpan } from "../current-attempt.ts";
import type { HookRegistry } from "../hook-registry.ts";
import { globalHooks } from "../hook-registry.ts";
import type { LogLevel } from "../wire/manifest.ts";
import type { AttemptInput, EventLevel, FromRunner } from "../wire/protocol.ts";
import { Background } from "./background.ts";
import { clamp, MAX_LOG_CHARS } from "./clamp.ts";
import { nowMs } from "./clock.ts";
import { EventBuffer } from "./event-buffer.ts";
import { plainAttributes } from "./plain-json.ts";
import type { MetadataStore } from "./run-metadata.ts";
import { metadataStore, RunMetadata } from "./run-metadata.ts";
import { toTaskRunError } from "./task-error.ts";
import { Waits } from "./waits.ts";

export type CancelReason = "CANCELED" | "MAX_DURATION";
export type SpanCategory = "run" | "hook" | "wait" | "user";

/** The least level that each `logLevel` lets through; `info` and `log` are one rank. */
const RANK: Record<LogLevel | Lowercase<EventLevel>, number> = {
  none: 0,
  error: 1,
  warn: 2,
  info: 3,
  log: 3,
  debug: 4,
};

/** One attempt while it lives: what it was given, its signal, and its way to the timeline. */
export class AttemptSession {
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
  readonly locals = new Map<string, unknown>();
  #hooks: HookRegistry | undefined;
  /** Set as soon as a result is certain; what is logged later belongs to no attempt. */
  isOver = false;
  /** Set by the test kit: answers calls to the API in place of the server. */
  answerRequest: AnswerRequest | undefined;
  /** The sending of the result, once it has begun. */
  reported: Promise<void> | undefined;

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
    this.events.add({
      kind: "log",
      at: nowMs(),
      level,
      message: clamp(String(message), MAX_LOG_CHARS),
      attributes: plainAttributes(attributes),
      parentSpanId,
    });
  }

  /** Reports the span as open now, and gives the function that reports its end. */
  openSpan(
    name: string,
    category: SpanCategory,
    parentSpanId: string | undefined,
    attributes: Record<string, unknown>,
  ): OpenSpan {
    const spanId = newSpanId();
    const at = nowMs();
    const report = (end?: { durationMs: number; error?: unknown }) =>
      this.events.add({
        kind: "span",
        at,
        durationMs: end?.durationMs,
        spanId,
        parentSpanId,
        name: clamp(name, 1_000),
        category,
        error: end && "error" in end ? toTaskRunError(end.error, this.bundleRoot) : undefined,
        attributes: Object.keys(attributes).length > 0 ? plainAttributes(attributes) : undefined,
      });
    report();
    return {
      spanId,
      span: {
        setAttribute: (key, value) => void Object.assign(attributes, { [key]: value }),
        setAttributes: (more) => void Object.assign(attributes, more),
      },
      end: (failure) => report({ durationMs: nowMs() - at, ...failure }),
    };
  }
}

export interface OpenSpan {
  spanId: string;
  span: TraceSpan;
  end: (failure?: { error: unknown }) => void;
}

function newSpanId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `toLowerCase` loses the literal type. */
function lowercase(level: EventLevel): Lowercase<EventLevel> {
  return level.toLowerCase() as Lowercase<EventLevel>;
}
