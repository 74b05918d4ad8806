import type { Context, Span, SpanContext } from "@opentelemetry/api";
import { SPAN_KEY } from "./context.ts";

/** As many random hex characters, as trace ids (32) and span ids (16) have. */
export function randomHex(length: 16 | 32): string {
  // As OpenTelemetry's own generator does; the first use of `crypto` costs 10 ms of a cold start.
  let text = "";
  while (text.length < length) text += eightHex();
  return text;
}

/** The highest digit is cut off, which only keeps the leading zeros. */
function eightHex(): string {
  return (Math.floor(Math.random() * 2 ** 32) + 2 ** 32).toString(16).slice(1);
}

const NO_TRACE: SpanContext = { traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 };

export function isValid({ traceId, spanId }: SpanContext): boolean {
  return (
    /^[0-9a-f]{32}$/.test(traceId) &&
    /^[0-9a-f]{16}$/.test(spanId) &&
    traceId !== NO_TRACE.traceId &&
    spanId !== NO_TRACE.spanId
  );
}

export function spanIn(context: Context): Span | undefined {
  return asSpan(context.getValue(SPAN_KEY));
}

/** Under this key OpenTelemetry keeps spans only. */
function asSpan(value: unknown): Span | undefined {
  return (value as Span | undefined) || undefined;
}

/** A span that nobody sees: there is no attempt it could belong to, or its tracing is suppressed. */
export class SilentSpan implements Span {
  readonly #context: SpanContext;

  constructor(context: SpanContext = NO_TRACE) {
    this.#context = context;
  }

  spanContext(): SpanContext {
    return this.#context;
  }

  isRecording(): boolean {
    return false;
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(): void {}

  end(): void {}
}
