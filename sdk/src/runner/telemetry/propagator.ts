import type {
  Baggage,
  Context,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from "@opentelemetry/api";
import { formatTraceparent, parseTraceparent } from "../../wire/traceparent.ts";
import { baggageHeader, baggageOf } from "./baggage.ts";
import { BAGGAGE_KEY, isSuppressed, SPAN_KEY } from "./context.ts";
import { isValid, SilentSpan, spanIn } from "./span-context.ts";
import { traceStateOf } from "./trace-state.ts";

const TRACEPARENT = "traceparent";
const TRACESTATE = "tracestate";
const BAGGAGE = "baggage";

/** W3C Trace Context and Baggage, for `propagation.inject` and `extract` of OpenTelemetry's API. */
export const propagator: TextMapPropagator<unknown> = {
  inject(context: Context, carrier: unknown, setter: TextMapSetter<unknown>): void {
    if (isSuppressed(context)) return;
    const baggage = baggageIn(context);
    const header = baggage && baggageHeader(baggage);
    if (header) setter.set(carrier, BAGGAGE, header);
    const span = spanIn(context)?.spanContext();
    if (!span || !isValid(span)) return;
    const { traceId, spanId, traceFlags, traceState } = span;
    const isSampled = (traceFlags & 1) === 1;
    setter.set(carrier, TRACEPARENT, formatTraceparent({ traceId, spanId, isSampled }));
    const state = traceState?.serialize();
    if (state) setter.set(carrier, TRACESTATE, state);
  },

  extract(context: Context, carrier: unknown, getter: TextMapGetter<unknown>): Context {
    const baggage = baggageOf(joined(getter.get(carrier, BAGGAGE)));
    const withBaggage = baggage ? context.setValue(BAGGAGE_KEY, baggage) : context;
    const given = getter.get(carrier, TRACEPARENT);
    const parent = parseTraceparent(Array.isArray(given) ? given[0] : given);
    if (!parent) return withBaggage;
    const { traceId, spanId, isSampled } = parent;
    const traceState = traceStateOf(joined(getter.get(carrier, TRACESTATE)));
    const remote = {
      ...{ traceId, spanId, traceFlags: isSampled ? 1 : 0, isRemote: true },
      ...(traceState && { traceState }),
    };
    return withBaggage.setValue(SPAN_KEY, new SilentSpan(remote));
  },

  fields: () => [TRACEPARENT, TRACESTATE, BAGGAGE],
};

/** A header that comes several times is one list. */
function joined(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}

/** Under this key OpenTelemetry keeps baggage only. */
function baggageIn(context: Context): Baggage | undefined {
  return (context.getValue(BAGGAGE_KEY) as Baggage | undefined) || undefined;
}
