import type { Context, TextMapGetter, TextMapPropagator, TextMapSetter } from "@opentelemetry/api";
import { formatTraceparent, parseTraceparent } from "../../wire/traceparent.ts";
import { isSuppressed, SPAN_KEY } from "./context.ts";
import { isValid, SilentSpan, spanIn } from "./span-context.ts";

const HEADER = "traceparent";

/** W3C Trace Context, for `propagation.inject` and `extract` of OpenTelemetry's API. */
export const propagator: TextMapPropagator<unknown> = {
  inject(context: Context, carrier: unknown, setter: TextMapSetter<unknown>): void {
    const span = spanIn(context)?.spanContext();
    if (!span || !isValid(span) || isSuppressed(context)) return;
    const { traceId, spanId, traceFlags } = span;
    const isSampled = (traceFlags & 1) === 1;
    setter.set(carrier, HEADER, formatTraceparent({ traceId, spanId, isSampled }));
  },

  extract(context: Context, carrier: unknown, getter: TextMapGetter<unknown>): Context {
    const given = getter.get(carrier, HEADER);
    const parent = parseTraceparent(Array.isArray(given) ? given[0] : given);
    if (!parent) return context;
    const { traceId, spanId, isSampled } = parent;
    const remote = { traceId, spanId, traceFlags: isSampled ? 1 : 0, isRemote: true };
    return context.setValue(SPAN_KEY, new SilentSpan(remote));
  },

  fields: () => [HEADER],
};
