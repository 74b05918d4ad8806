import { formatBaggage, parseBaggage } from "#sdk/wire/baggage.ts";
import type { RunTrace } from "#sdk/wire/protocol.ts";
import { formatTraceparent, parseTraceparent } from "#sdk/wire/traceparent.ts";
import { formatTracestate, parseTracestate } from "#sdk/wire/tracestate.ts";

/**
 * Where whoever triggers a run stands in a trace: the run goes on in it, or has one of its own that points there.
 * Either is checked, as `traceparent` has it. Baggage may come without a trace.
 */
export type TraceOrigin =
  | { kind: "PARENT"; traceparent: string; state?: string; baggage?: string }
  | { kind: "LINK"; traceparent: string; baggage?: string }
  | { kind: "NONE"; baggage: string };

/** The headers of W3C Trace Context and Baggage. */
export interface TraceHeaders {
  traceparent: string | null;
  tracestate?: string | null;
  baggage?: string | null;
}

/** Undefined for a caller that traces nothing, or sends what is none of these headers. */
export function traceOrigin(headers: TraceHeaders, isLink: boolean): TraceOrigin | undefined {
  const parsed = parseTraceparent(headers.traceparent);
  const carried = formatBaggage(parseBaggage(headers.baggage));
  const baggage = carried ? { baggage: carried } : {};
  if (!parsed) return carried ? { kind: "NONE", baggage: carried } : undefined;
  const traceparent = formatTraceparent(parsed);
  // What vendors hand on belongs to the trace, and a link leads into another one.
  if (isLink) return { kind: "LINK", traceparent, ...baggage };
  const state = formatTracestate(parseTracestate(headers.tracestate));
  return { kind: "PARENT", traceparent, ...(state && { state }), ...baggage };
}

/** What a run's row keeps of it. */
export interface TraceColumns {
  traceParent: string | null;
  traceLink: string | null;
  /** `tracestate` and `baggage`: JSON of what there is of them. */
  traceCarried: { state?: string; baggage?: string } | null;
}

export function traceColumns(origin: TraceOrigin | undefined): TraceColumns {
  const state = origin?.kind === "PARENT" ? origin.state : undefined;
  const baggage = origin?.baggage;
  return {
    traceParent: origin?.kind === "PARENT" ? origin.traceparent : null,
    traceLink: origin?.kind === "LINK" ? origin.traceparent : null,
    traceCarried:
      state || baggage ? { ...(state && { state }), ...(baggage && { baggage }) } : null,
  };
}

/** All attempts of a run are in one trace; one that nobody handed down is named after the run itself. */
export function runTrace(run: TraceColumns & { id: string }): RunTrace {
  const parent = parseTraceparent(run.traceParent);
  if (parent) {
    const { traceId, spanId: parentSpanId, isSampled } = parent;
    return { traceId, parentSpanId, isSampled, ...run.traceCarried };
  }
  const link = parseTraceparent(run.traceLink);
  return {
    traceId: run.id.replaceAll("-", ""),
    isSampled: link?.isSampled ?? true,
    ...(link && { link }),
    ...run.traceCarried,
  };
}
