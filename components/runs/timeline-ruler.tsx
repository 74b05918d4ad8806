"use client";

import { type PointerEvent, type ReactNode, type RefObject, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatTick } from "#components/ui/format-duration.ts";
import type { TimelineLayout } from "./timeline-layout.ts";

/** A label further right than this would run over the edge: it stands before its line, where there is room. */
const LAST_LABEL_AT = 0.85;
const ROOM_FOR_TWO = 0.3;
/** What moves less was a click. */
const LEAST_DRAG = 0.01;

type Props = {
  ref: RefObject<HTMLDivElement | null>;
  layout: TimelineLayout;
  /** A stretch was drawn on it, from one share of its width to another. */
  onDrawn: (shares: readonly [number, number]) => void;
};

/** The time axis above the bars. A stretch that is drawn on it is what is looked at from then on. */
export function TimelineRuler({ ref, layout, onDrawn }: Props): ReactNode {
  const [drawn, setDrawn] = useState<readonly [number, number]>();
  const shareAt = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const finish = () => {
    if (drawn && Math.abs(drawn[1] - drawn[0]) >= LEAST_DRAG) onDrawn(drawn);
    setDrawn(undefined);
  };
  const total = layout.endMs - layout.originMs;
  const [first = 0, second = total] = layout.ticksMs;
  const stepMs = second - first;
  return (
    <div
      ref={ref}
      aria-hidden
      title="Draw over a stretch to zoom in"
      className="relative ml-3 min-w-0 flex-1 cursor-crosshair touch-none select-none tabular-nums"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrawn([shareAt(event), shareAt(event)]);
      }}
      onPointerMove={(event) => drawn && setDrawn([drawn[0], shareAt(event)])}
      onPointerUp={finish}
      onPointerCancel={() => setDrawn(undefined)}
    >
      {layout.ticksMs.map((tick) => {
        const share = (tick + layout.zeroMs - layout.originMs) / total;
        const isLast = share > LAST_LABEL_AT;
        return (
          <span
            key={tick}
            className={cn(
              "absolute inset-y-0 flex items-center whitespace-nowrap border-border",
              isLast ? "border-r pr-1" : "border-l pl-1",
            )}
            style={isLast ? { right: `${(1 - share) * 100}%` } : { left: `${share * 100}%` }}
          >
            {!isLast && formatTick(tick, stepMs)}
            {isLast && stepMs / total > ROOM_FOR_TWO && (
              <span className="max-sm:hidden">{formatTick(tick, stepMs)}</span>
            )}
          </span>
        );
      })}
      {drawn && (
        <span
          className="absolute inset-y-0 bg-accent-bg"
          style={{
            left: `${Math.min(...drawn) * 100}%`,
            width: `${Math.abs(drawn[1] - drawn[0]) * 100}%`,
          }}
        />
      )}
    </div>
  );
}
