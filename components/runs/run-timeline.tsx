"use client";

import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import type { RelatedRun, RunObject } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import {
  axisFullAt,
  childOfRowId,
  isQueueWorthShowing,
  layoutTimeline,
  matchingRows,
  type TimelineLayout,
  type TimelineRow,
  visibleRows,
} from "./timeline-layout.ts";
import { TimelineRuler } from "./timeline-ruler.tsx";
import { TimelineTree } from "./timeline-tree.tsx";
import { useGrandchildren } from "./use-grandchildren.ts";
import { useRunAddress } from "./use-run-address.ts";
import { useTimelineZoom } from "./use-timeline-zoom.ts";
import { ZoomButtons } from "./zoom-buttons.tsx";

export type RunTimelineProps = {
  run: RunObject;
  timeline: RunTimelineView;
  selectedId: string;
  onSelect: (rowId: string) => void;
};

/** Run, attempts, spans and child runs over one time axis. */
export function RunTimeline({ run, timeline, selectedId, onSelect }: RunTimelineProps): ReactNode {
  const [choice, setChoice] = useState<boolean>();
  const address = useRunAddress();
  // What is typed is here at once, and in the address a moment later.
  const [text, setText] = useState(address.wanted);
  const errorsOnly = address.isErrorsOnly;
  const isQueueShown = choice ?? isQueueWorthShowing(run, Date.now());
  const folds = useFolds();
  const grandchildren = useGrandchildren(folds.openRuns);
  const layout = useLayout(run, timeline, isQueueShown, grandchildren);
  const zoom = useTimelineZoom(layout);
  const wanted = useDeferredValue(text);
  const rows = useMemo(() => {
    const isNarrowed = wanted.trim() !== "" || errorsOnly;
    return isNarrowed
      ? matchingRows(layout.rows, { text: wanted, errorsOnly })
      : visibleRows(layout.rows, folds.closedOf(layout.rows));
  }, [layout, wanted, errorsOnly, folds]);
  useShortcut({ keys: "e", label: "Expand all", group: "Timeline", run: folds.openAll });
  useShortcut({
    keys: "w",
    label: "Collapse all",
    group: "Timeline",
    run: () => folds.closeAll(layout.rows),
  });
  return (
    <section
      ref={zoom.area}
      aria-label="Timeline"
      className="flex max-h-[50%] min-h-40 flex-[1_1_50%] flex-col max-lg:max-h-[70vh]"
    >
      <div className="flex h-10 shrink-0 items-center gap-2 border-border border-b px-2">
        <Input
          type="search"
          aria-label="Search the timeline"
          placeholder="Search spans and runs"
          className="h-7 max-w-56"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            address.find(event.target.value);
          }}
        />
        <Button
          size="small"
          variant={errorsOnly ? "secondary" : "ghost"}
          shortcut="x"
          label="Show errors only"
          aria-pressed={errorsOnly}
          onClick={() => address.showErrorsOnly(!errorsOnly)}
        >
          Errors only
        </Button>
        <Button
          size="small"
          variant="ghost"
          shortcut="q"
          label={isQueueShown ? "Hide the time before the start" : "Show the time before the start"}
          aria-pressed={isQueueShown}
          onClick={() => setChoice(!isQueueShown)}
        >
          {isQueueShown ? "Hide queue time" : "Show queue time"}
        </Button>
        <span className="ml-auto whitespace-nowrap text-caption text-text-muted tabular-nums max-sm:hidden">
          {rows.length.toLocaleString("en")} {rows.length === 1 ? "row" : "rows"}
        </span>
        <ZoomButtons
          {...zoom}
          zoomToSelected={() => zoom.zoomTo(layout.rows.find((row) => row.id === selectedId))}
        />
      </div>
      <div className="flex h-6 shrink-0 items-stretch border-border border-b pr-4 text-caption text-text-muted">
        <div className="w-[42%] min-w-40 max-w-96 shrink-0 border-border border-r" />
        <TimelineRuler ref={zoom.ruler} layout={zoom.shown} onDrawn={zoom.draw} />
      </div>
      {rows.length === 0 && (
        <p role="status" className="px-4 py-2 text-text-muted">
          {text.trim() === "" ? "Nothing has failed here." : "Nothing here has this name."}
        </p>
      )}
      <TimelineTree
        {...{ rows, run, selectedId, onSelect }}
        layout={zoom.shown}
        isOpen={folds.isOpen}
        setOpen={folds.setOpen}
      />
    </section>
  );
}

/** What is folded: all is open at first but the runs below, which have to be read. */
function useFolds() {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const isOpen = (row: TimelineRow) => (row.child ? opened.has(row.id) : !closed.has(row.id));
    return {
      isOpen,
      openRuns: [...opened].flatMap((id) => childOfRowId(id) ?? []),
      closedOf: (rows: readonly TimelineRow[]) =>
        new Set(rows.filter((row) => row.hasChildren && !isOpen(row)).map((row) => row.id)),
      setOpen: (row: TimelineRow, isOpenNow: boolean) => {
        const change = row.child ? setOpened : setClosed;
        const adds = row.child ? isOpenNow : !isOpenNow;
        change((before) => {
          const next = new Set(before);
          if (adds) next.add(row.id);
          else next.delete(row.id);
          return next;
        });
      },
      openAll: () => setClosed(new Set()),
      closeAll: (rows: readonly TimelineRow[]) => {
        setOpened(new Set());
        setClosed(new Set(rows.filter((row) => row.depth > 0).map((row) => row.id)));
      },
    };
  }, [closed, opened]);
}

/** Laid out again when something is known anew, and when an open axis is nearly full. */
function useLayout(
  run: RunObject,
  timeline: RunTimelineView,
  isQueueShown: boolean,
  grandchildren: ReadonlyMap<string, readonly RelatedRun[]>,
): TimelineLayout {
  const [fullCount, setFullCount] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is the reason to read the clock again.
  const layout = useMemo(
    () => layoutTimeline({ run, timeline, nowMs: Date.now(), isQueueShown, grandchildren }),
    [run, timeline, isQueueShown, grandchildren, fullCount],
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
