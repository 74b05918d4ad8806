import type { RunError } from "#sdk/wire/api.ts";
import type { RunEventView, RunTimelineView } from "#worker/domain/views.ts";

type SpanEvent = Extract<RunEventView, { kind: "SPAN" }>;

export type TimelineSpan = {
  spanId: string;
  parentSpanId: string | undefined;
  attempt: number;
  name: string;
  category: string;
  startMs: number;
  endMs: number | undefined;
  error: RunError | undefined;
  attributes: Record<string, unknown> | undefined;
};

/** A span is reported when it opens and again when it ends: the two are one, in order of start. */
export function timelineSpans(timeline: RunTimelineView): TimelineSpan[] {
  const byId = new Map<string, TimelineSpan>();
  for (const event of timeline.events) {
    if (event.kind === "SPAN") byId.set(event.spanId, joined(byId.get(event.spanId), event));
  }
  return [...byId.values()].sort((a, b) => a.startMs - b.startMs);
}

function joined(known: TimelineSpan | undefined, event: SpanEvent): TimelineSpan {
  const startMs = Math.min(known?.startMs ?? Number.POSITIVE_INFINITY, Date.parse(event.at));
  return {
    spanId: event.spanId,
    parentSpanId: event.parentSpanId ?? known?.parentSpanId,
    attempt: event.attempt,
    name: event.name,
    category: event.category,
    startMs,
    endMs: event.durationMs === undefined ? known?.endMs : startMs + event.durationMs,
    error: event.error ?? known?.error,
    attributes: event.attributes ?? known?.attributes,
  };
}
