"use client";

import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { TimelineLayout, TimelineRow } from "./timeline-layout.ts";
import {
  pan,
  type TimeWindow,
  windowBetween,
  windowOfRow,
  zoomAround,
  zoomLayout,
} from "./timeline-zoom.ts";

const STEP = 2;
/** Of a wheel: so that one notch is about a step. */
const PER_WHEEL_PX = 0.007;

/** Which part of the time axis is looked at, and what changes that. */
export function useTimelineZoom(layout: TimelineLayout) {
  const [window, setWindow] = useState<TimeWindow>();
  const shown = useMemo(() => zoomLayout(layout, window), [layout, window]);
  const area = useRef<HTMLElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const zoom = (factor: number, share = 0.5) =>
    setWindow(zoomAround(layout, shown, { share, factor }));
  const onWheel = useEffectEvent((event: WheelEvent) => {
    const box = ruler.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      zoom(Math.exp(event.deltaY * PER_WHEEL_PX), share);
    } else if (window && Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      setWindow(pan(layout, shown, event.deltaX / box.width));
    }
  });
  useEffect(() => {
    const element = area.current;
    // React listens to wheels passively: the page would be zoomed as well.
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, []);
  return {
    shown,
    isZoomed: window !== undefined,
    area,
    ruler,
    zoomIn: () => zoom(1 / STEP),
    zoomOut: () => zoom(STEP),
    fit: () => setWindow(undefined),
    draw: (shares: readonly [number, number]) => setWindow(windowBetween(layout, shown, shares)),
    zoomTo: (row: TimelineRow | undefined) =>
      row && setWindow(windowOfRow(layout, row, Date.now())),
  };
}
