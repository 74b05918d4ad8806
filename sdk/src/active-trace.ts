import type { BaggageItem } from "./wire/baggage.ts";
import { formatBaggage } from "./wire/baggage.ts";
import { formatTraceparent } from "./wire/traceparent.ts";

const APIS = Symbol.for("opentelemetry.js.api.1");
const SPAN_KEY = Symbol.for("OpenTelemetry Context Key SPAN");
const BAGGAGE_KEY = Symbol.for("OpenTelemetry Baggage Key");

/**
 * The headers of W3C Trace Context and Baggage that say where the calling code stands: in a span of the
 * runner's inside a run, or of an OpenTelemetry SDK which the caller has set up. Read from where
 * `@opentelemetry/api` keeps it, since that package need not be there. Empty for a caller that traces nothing.
 */
export function activeTraceHeaders(): Record<string, string> {
  const context = call(at(at(globalThis, APIS), "context"), "active");
  const baggage = formatBaggage(itemsOf(call(context, "getValue", BAGGAGE_KEY)));
  const span = call(call(context, "getValue", SPAN_KEY), "spanContext");
  return { ...(baggage && { baggage }), ...placeOf(span) };
}

function placeOf(span: unknown): { traceparent?: string; tracestate?: string } {
  const traceId = at(span, "traceId");
  const spanId = at(span, "spanId");
  const flags = at(span, "traceFlags");
  if (typeof traceId !== "string" || !/^[0-9a-f]{32}$/.test(traceId) || /^0+$/.test(traceId))
    return {};
  if (typeof spanId !== "string" || !/^[0-9a-f]{16}$/.test(spanId)) return {};
  const isSampled = typeof flags === "number" && (flags & 1) === 1;
  const traceparent = formatTraceparent({ traceId, spanId, isSampled });
  const state = call(at(span, "traceState"), "serialize");
  return typeof state === "string" && state ? { traceparent, tracestate: state } : { traceparent };
}

function itemsOf(baggage: unknown): BaggageItem[] {
  const entries = call(baggage, "getAllEntries");
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const key = at(entry, "0");
    const value = at(at(entry, "1"), "value");
    const metadata = at(at(entry, "1"), "metadata");
    if (typeof key !== "string" || typeof value !== "string") return [];
    return [{ key, value, ...(metadata !== undefined && { metadata: String(metadata) }) }];
  });
}

function at(value: unknown, key: string | symbol): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function call(target: unknown, method: string, ...args: unknown[]): unknown {
  const fn = at(target, method);
  return typeof fn === "function" ? Reflect.apply(fn, target, args) : undefined;
}
