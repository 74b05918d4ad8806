import type { RunTrace } from "#sdk/wire/protocol.ts";
import { formatTraceparent, parseTraceparent } from "#sdk/wire/traceparent.ts";

/** Where whoever triggers a run stands in a trace: the run goes on in it, or has one of its own that points there. */
export interface TraceOrigin {
  kind: "PARENT" | "LINK";
  /** Checked, as `traceparent` has it. */
  traceparent: string;
}

/** Undefined for a caller that traces nothing, or sends what is no `traceparent`. */
export function traceOrigin(traceparent: string | null, isLink: boolean): TraceOrigin | undefined {
  const parsed = parseTraceparent(traceparent);
  if (!parsed) return undefined;
  return { kind: isLink ? "LINK" : "PARENT", traceparent: formatTraceparent(parsed) };
}

/** What a run's row keeps of it. */
export interface TraceColumns {
  traceParent: string | null;
  traceLink: string | null;
}

export function traceColumns(origin: TraceOrigin | undefined): TraceColumns {
  return {
    traceParent: origin?.kind === "PARENT" ? origin.traceparent : null,
    traceLink: origin?.kind === "LINK" ? origin.traceparent : null,
  };
}

/** All attempts of a run are in one trace; one that nobody handed down is named after the run itself. */
export function runTrace(run: TraceColumns & { id: string }): RunTrace {
  const parent = parseTraceparent(run.traceParent);
  if (parent) {
    const { traceId, spanId: parentSpanId, isSampled } = parent;
    return { traceId, parentSpanId, isSampled };
  }
  const link = parseTraceparent(run.traceLink);
  return {
    traceId: run.id.replaceAll("-", ""),
    isSampled: link?.isSampled ?? true,
    ...(link && { link }),
  };
}
