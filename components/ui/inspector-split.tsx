"use client";

import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

const MIN_PX = 280;
const MAX_PX = 720;
const STEP_PX = 24;

export type InspectorSplitProps = {
  /** Where the width is remembered. */
  storageKey: string;
  defaultPx: number;
  main: ReactNode;
  inspector: ReactNode;
};

/** Main part left, inspector right with a handle between; stacked on narrow screens. */
export function InspectorSplit(props: InspectorSplitProps): ReactNode {
  const { storageKey, defaultPx, main, inspector } = props;
  const [width, setWidth] = useState(defaultPx);
  // Not in the initial state: the server does not know it, and hydration has to match.
  useLayoutEffect(() => {
    setWidth(readWidth(storageKey) ?? defaultPx);
  }, [storageKey, defaultPx]);
  const drag = useRef<{ startX: number; startWidth: number } | null>(null);
  const resize = (px: number) => {
    const next = Math.round(Math.min(MAX_PX, Math.max(MIN_PX, px)));
    setWidth(next);
    writeWidth(storageKey, next);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { startX: event.clientX, startWidth: width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current) resize(drag.current.startWidth + drag.current.startX - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") resize(width + STEP_PX);
    else if (event.key === "ArrowRight") resize(width - STEP_PX);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden"
      style={{ "--inspector": `${width}px` } as CSSProperties}
    >
      <div className="flex min-w-0 flex-col max-lg:shrink-0 lg:min-h-0 lg:flex-1">{main}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be dragged or focused. */}
      <div
        role="separator"
        aria-label="Width of the inspector"
        aria-orientation="vertical"
        aria-valuenow={width}
        aria-valuemin={MIN_PX}
        aria-valuemax={MAX_PX}
        tabIndex={0}
        className="relative z-10 hidden w-px shrink-0 touch-none cursor-col-resize bg-border before:absolute before:inset-y-0 before:-inset-x-1.5 hover:bg-border-strong focus-visible:bg-focus lg:block"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null;
        }}
        onKeyDown={onKeyDown}
      />
      <aside
        aria-label="Inspector"
        className="flex min-h-0 min-w-0 shrink-0 flex-col border-border border-t lg:w-(--inspector) lg:max-w-[60%] lg:border-t-0"
      >
        {inspector}
      </aside>
    </div>
  );
}

function readWidth(storageKey: string): number | undefined {
  const stored = Number(window.localStorage.getItem(storageKey));
  return Number.isFinite(stored) && stored >= MIN_PX && stored <= MAX_PX ? stored : undefined;
}

function writeWidth(storageKey: string, px: number): void {
  window.localStorage.setItem(storageKey, String(px));
}
