import type { RunTimelineView } from "#worker/domain/views.ts";
import { timelineSpans } from "./timeline-spans.ts";

export type SpanComparison = {
  name: string;
  before: number | undefined;
  after: number | undefined;
};

/** How long each span of the last attempt took, in two runs: those that changed the most come first. */
export function compareSpans(after: RunTimelineView, before: RunTimelineView): SpanComparison[] {
  const [left, right] = [durations(before), durations(after)];
  return [...new Set([...right.keys(), ...left.keys()])]
    .map((name) => ({ name, before: left.get(name), after: right.get(name) }))
    .sort((a, b) => change(b) - change(a))
    .slice(0, 100);
}

function change({ before, after }: SpanComparison): number {
  return before === undefined || after === undefined
    ? Number.POSITIVE_INFINITY
    : Math.abs(after - before);
}

/** Spans of one name are added up. */
function durations(timeline: RunTimelineView): Map<string, number> {
  const last = timeline.attempts.at(-1)?.number;
  const byName = new Map<string, number>();
  for (const span of timelineSpans(timeline)) {
    if (span.attempt !== last || span.endMs === undefined) continue;
    byName.set(span.name, (byName.get(span.name) ?? 0) + span.endMs - span.startMs);
  }
  return byName;
}
