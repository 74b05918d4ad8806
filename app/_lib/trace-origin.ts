import { type TraceOrigin, traceOrigin } from "#worker/domain/run-trace.ts";

/** The published client asks for a trace of its own for a run that its parent does not wait for. */
export function readTraceOrigin(headers: Headers): TraceOrigin | undefined {
  const isLink = headers.get("x-trigger-span-parent-as-link") === "1";
  const traceparent = headers.get("traceparent");
  const tracestate = headers.get("tracestate");
  return traceOrigin({ traceparent, tracestate, baggage: headers.get("baggage") }, isLink);
}
