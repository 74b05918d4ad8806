"use client";

import { type ReactNode, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-duration.ts";
import { TONE_FILL, type Tone } from "#components/ui/tone.ts";
import type { Segment, SegmentKind, TimelineLayout, TimelineRow } from "./timeline-layout.ts";

const SEGMENT_NAMES: Record<SegmentKind, string> = {
  busy: "Executing",
  queued: "Before the start",
  waiting: "Waiting",
  retry: "Waiting for the retry",
};

/** Too many to tell apart: beyond this only some marks are drawn. */
const MAX_MARKS = 150;

export function TimelineBars({
  row,
  layout,
}: {
  row: TimelineRow;
  layout: TimelineLayout;
}): ReactNode {
  const total = layout.endMs - layout.originMs;
  const every = Math.ceil(row.logMarksMs.length / MAX_MARKS);
  const marks = row.logMarksMs.filter((_, index) => index % every === 0);
  return (
    <div className="relative ml-3 min-w-0 flex-1 overflow-hidden">
      {layout.ticksMs.map((tick) => (
        <span
          key={tick}
          aria-hidden
          className="absolute inset-y-0 w-px bg-border opacity-60"
          style={{ left: `${(tick / total) * 100}%` }}
        />
      ))}
      {row.segments.map((segment, index) => (
        <SegmentBar
          // biome-ignore lint/suspicious/noArrayIndexKey: two stretches may start together; a new axis or start is a new animation.
          key={`${index} ${segment.startMs} ${layout.originMs} ${layout.endMs} ${segment.endMs === undefined}`}
          segment={segment}
          tone={row.tone}
          isSlim={row.span !== undefined}
          layout={layout}
        />
      ))}
      {marks.map((atMs, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: several lines may share a millisecond; order never changes.
          key={`${atMs} ${index}`}
          aria-hidden
          className="absolute bottom-1 size-0.5 rounded-full bg-text-muted"
          style={{ left: `${((atMs - layout.originMs) / total) * 100}%` }}
        />
      ))}
    </div>
  );
}

function SegmentBar(props: {
  segment: Segment;
  tone: Tone;
  isSlim: boolean;
  layout: TimelineLayout;
}): ReactNode {
  const { segment, tone, isSlim, layout } = props;
  const [mountedAt] = useState(() => Date.now());
  const total = layout.endMs - layout.originMs;
  const startMs = Math.max(segment.startMs, layout.originMs);
  const isRunning = segment.endMs === undefined;
  const endMs = segment.endMs ?? layout.endMs;
  if (endMs < layout.originMs) return null;
  const growMs = layout.endMs - startMs;
  const name = SEGMENT_NAMES[segment.kind];
  return (
    <span
      title={isRunning ? `${name}…` : `${name}: ${formatDuration(endMs - segment.startMs)}`}
      className={cn(
        "absolute top-1/2 min-w-0.5 -translate-y-1/2 overflow-hidden rounded-small",
        isSlim ? "h-1.5" : "h-3",
      )}
      style={{
        left: `${((startMs - layout.originMs) / total) * 100}%`,
        // One pixel of gap tells neighbours apart.
        width: `max(2px, calc(${((endMs - startMs) / total) * 100}% - 1px))`,
      }}
    >
      <span
        className={cn(
          "block h-full w-full",
          segmentStyle(segment.kind, tone),
          isRunning && "bar-running",
        )}
        style={
          isRunning
            ? { animationDuration: `${growMs}ms`, animationDelay: `${-(mountedAt - startMs)}ms` }
            : undefined
        }
      />
    </span>
  );
}

function segmentStyle(kind: SegmentKind, tone: Tone): string {
  switch (kind) {
    case "busy":
      return TONE_FILL[tone];
    case "waiting":
      return "bg-warning-bg border-warning/50 border-y";
    case "queued":
    case "retry":
      return "hatched";
  }
}
