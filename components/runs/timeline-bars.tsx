"use client";

import { type ReactNode, useState } from "react";
import { formatDuration } from "#components/ui/format-duration.ts";
import { TONE_FILL, type Tone } from "#components/ui/tone.ts";
import type { Segment, SegmentKind, TimelineLayout, TimelineRow } from "./timeline-layout.ts";

const SEGMENT_NAMES: Record<SegmentKind, string> = {
  busy: "Executing",
  queued: "Before the start",
  waiting: "Waiting",
  retry: "Waiting for the retry",
};

const BAR_STYLE = "absolute top-1/2 min-w-0.5 -translate-y-1/2 overflow-hidden rounded-small";
/** Made once, not for each of thousands. */
const SLIM_STYLE = `${BAR_STYLE} h-1.5`;
const WIDE_STYLE = `${BAR_STYLE} h-3`;

/** Too many to tell apart: beyond this only some marks are drawn. */
const MAX_MARKS = 150;

export function TimelineBars({
  row,
  layout,
}: {
  row: TimelineRow;
  layout: TimelineLayout;
}): ReactNode {
  const inView = row.logMarksMs.filter((at) => at >= layout.originMs && at <= layout.endMs);
  const every = Math.ceil(inView.length / MAX_MARKS);
  const marks = inView.filter((_, index) => index % every === 0);
  return (
    <div className="relative ml-3 min-w-0 flex-1 overflow-hidden">
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
      {marks.length > 0 && (
        <svg
          aria-hidden
          viewBox="0 0 1000 2"
          preserveAspectRatio="none"
          className="absolute inset-x-0 bottom-1 h-0.5 w-full"
        >
          <path
            d={marks.map((atMs) => `M${markX(atMs, layout)} 0v2`).join("")}
            vectorEffect="non-scaling-stroke"
            strokeWidth={2}
            className="stroke-text-muted"
          />
        </svg>
      )}
    </div>
  );
}

function markX(atMs: number, { originMs, endMs }: TimelineLayout): number {
  return Math.round(((atMs - originMs) / (endMs - originMs)) * 1_000);
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
  const wholeEndMs = segment.endMs ?? layout.endMs;
  const endMs = Math.min(wholeEndMs, layout.endMs);
  if (endMs < layout.originMs || segment.startMs > layout.endMs) return null;
  const growMs = layout.endMs - startMs;
  const name = SEGMENT_NAMES[segment.kind];
  return (
    <span
      title={isRunning ? `${name}…` : `${name}: ${formatDuration(wholeEndMs - segment.startMs)}`}
      className={isSlim ? SLIM_STYLE : WIDE_STYLE}
      style={{
        left: `${((startMs - layout.originMs) / total) * 100}%`,
        // One pixel of gap tells neighbours apart.
        width: `max(2px, calc(${((endMs - startMs) / total) * 100}% - 1px))`,
      }}
    >
      <span
        className={`block h-full w-full ${segmentStyle(segment.kind, tone)} ${isRunning ? "bar-running" : ""}`}
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
