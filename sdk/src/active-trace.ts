import { formatTraceparent } from "./wire/traceparent.ts";

const APIS = Symbol.for("opentelemetry.js.api.1");
const SPAN_KEY = Symbol.for("OpenTelemetry Context Key SPAN");

/**
 * The `traceparent` of the span that the calling code is in: the runner's inside a run, or that of an
 * OpenTelemetry SDK which the caller has set up. Read from where `@opentelemetry/api` keeps it, since
 * that package need not be there.
 */
export function activeTraceparent(): string | undefined {
  const span = call(
    call(call(at(at(globalThis, APIS), "context"), "active"), "getValue", SPAN_KEY),
    "spanContext",
  );
  const traceId = at(span, "traceId");
  const spanId = at(span, "spanId");
  const flags = at(span, "traceFlags");
  if (typeof traceId !== "string" || !/^[0-9a-f]{32}$/.test(traceId) || /^0+$/.test(traceId))
    return undefined;
  if (typeof spanId !== "string" || !/^[0-9a-f]{16}$/.test(spanId)) return undefined;
  const isSampled = typeof flags === "number" && (flags & 1) === 1;
  return formatTraceparent({ traceId, spanId, isSampled });
}

function at(value: unknown, key: string | symbol): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function call(target: unknown, method: string, ...args: unknown[]): unknown {
  const fn = at(target, method);
  return typeof fn === "function" ? Reflect.apply(fn, target, args) : undefined;
}
