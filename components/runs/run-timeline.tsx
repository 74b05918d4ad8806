"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { formatTick } from "#components/ui/format-duration.ts";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import {
  axisFullAt,
  isQueueWorthShowing,
  layoutTimeline,
  type TimelineLayout,
  type TimelineRow,
  visibleRows,
} from "./timeline-layout.ts";
import { TimelineRowView } from "./timeline-row.tsx";

export type RunTimelineProps = {
  run: RunObject;
  timeline: RunTimelineView;
  selectedId: string;
  onSelect: (rowId: string) => void;
};

/** Run, attempts and spans over one time axis. A tree: arrows walk it, ← and → close and open. */
export function RunTimeline({ run, timeline, selectedId, onSelect }: RunTimelineProps): ReactNode {
  const [choice, setChoice] = useState<boolean>();
  const isQueueShown = choice ?? isQueueWorthShowing(run, Date.now());
  const layout = useLayout(run, timeline, isQueueShown);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = visibleRows(layout.rows, closed);
  const list = useRef<HTMLDivElement>(null);
  const setOpen = (rowId: string, isOpen: boolean) => {
    const next = new Set(closed);
    if (isOpen) next.delete(rowId);
    else next.add(rowId);
    setClosed(next);
  };
  const keys = useTreeKeys({ rows, selectedId, onSelect, list, closed, setOpen });
  useShortcut({
    keys: "e",
    label: "Expand all",
    group: "Timeline",
    run: () => setClosed(new Set()),
  });
  useShortcut({
    keys: "w",
    label: "Collapse all",
    group: "Timeline",
    run: () => setClosed(new Set(layout.rows.filter((row) => row.depth > 0).map((row) => row.id))),
  });
  return (
    <section
      aria-label="Timeline"
      className="flex max-h-[50%] min-h-0 shrink-0 flex-col max-lg:max-h-none"
    >
      <div className="flex h-8 shrink-0 items-stretch border-border border-b pr-4 text-caption text-text-muted">
        <div className="flex w-[42%] min-w-40 max-w-96 shrink-0 items-center border-border border-r pl-2">
          <Button
            size="small"
            variant="ghost"
            shortcut="q"
            label={
              isQueueShown ? "Hide the time before the start" : "Show the time before the start"
            }
            aria-pressed={isQueueShown}
            className="h-6 px-2 text-caption"
            onClick={() => setChoice(!isQueueShown)}
          >
            {isQueueShown ? "Hide queue time" : "Show queue time"}
          </Button>
        </div>
        <Ruler layout={layout} />
      </div>
      <div
        ref={list}
        role="tree"
        aria-label="Attempts and spans"
        className="min-h-0 overflow-y-auto py-1"
        onKeyDown={keys}
      >
        {rows.map((row) => (
          <TimelineRowView
            key={row.id}
            row={row}
            run={run}
            layout={layout}
            isSelected={row.id === selectedId}
            isOpen={!closed.has(row.id)}
            onSelect={() => onSelect(row.id)}
            onToggle={() => setOpen(row.id, closed.has(row.id))}
          />
        ))}
      </div>
    </section>
  );
}

/** Laid out again when something is known anew, and when an open axis is nearly full. */
function useLayout(
  run: RunObject,
  timeline: RunTimelineView,
  isQueueShown: boolean,
): TimelineLayout {
  const [fullCount, setFullCount] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is the reason to read the clock again.
  const layout = useMemo(
    () => layoutTimeline({ run, timeline, nowMs: Date.now(), isQueueShown }),
    [run, timeline, isQueueShown, fullCount],
  );
  const isOpen = !isFinal(run.status);
  useEffect(() => {
    if (!isOpen) return;
    const delayMs = Math.max(100, axisFullAt(layout) - Date.now());
    // Longer than a timer can wait: such an axis will not fill while anybody looks.
    if (delayMs > 2 ** 31 - 1) return;
    const timer = setTimeout(() => setFullCount((count) => count + 1), delayMs);
    return () => clearTimeout(timer);
  }, [layout, isOpen]);
  return layout;
}

function useTreeKeys(tree: {
  rows: readonly TimelineRow[];
  selectedId: string;
  onSelect: (rowId: string) => void;
  list: { current: HTMLElement | null };
  closed: ReadonlySet<string>;
  setOpen: (rowId: string, isOpen: boolean) => void;
}): (event: KeyboardEvent) => void {
  const { rows, selectedId, onSelect, list, closed, setOpen } = tree;
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === selectedId),
  );
  const go = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row === undefined) return;
    onSelect(row.id);
    list.current?.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(row.id)}"]`)?.focus();
  };
  const goTo = (rowId: string | undefined) => go(rows.findIndex((row) => row.id === rowId));
  useShortcut({ keys: "j", label: "Next row", group: "Timeline", run: () => go(at + 1) });
  useShortcut({ keys: "k", label: "Previous row", group: "Timeline", run: () => go(at - 1) });
  return (event) => {
    const row = rows[at];
    if (row === undefined) return;
    const isOpen = row.hasChildren && !closed.has(row.id);
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (event.key === "ArrowRight") isOpen ? go(at + 1) : setOpen(row.id, true);
    else if (event.key === "ArrowLeft")
      isOpen ? setOpen(row.id, false) : row.parentId && goTo(row.parentId);
    else return;
    event.preventDefault();
  };
}

function Ruler({ layout }: { layout: TimelineLayout }): ReactNode {
  const total = layout.endMs - layout.originMs;
  return (
    <div aria-hidden className="relative ml-3 min-w-0 flex-1 tabular-nums">
      {layout.ticksMs.map((tick) => (
        <span
          key={tick}
          className="absolute inset-y-0 flex items-center whitespace-nowrap border-border border-l pl-1"
          style={{ left: `${(tick / total) * 100}%` }}
        >
          {formatTick(tick)}
        </span>
      ))}
    </div>
  );
}
