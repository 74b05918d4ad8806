"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import type { RunObject } from "#sdk/wire/api.ts";
import { RUN_ROW_ID, type TimelineLayout, type TimelineRow } from "./timeline-layout.ts";
import { TimelineRowView } from "./timeline-row.tsx";

export type TimelineTreeProps = {
  rows: readonly TimelineRow[];
  run: RunObject;
  layout: TimelineLayout;
  selectedId: string;
  onSelect: (rowId: string) => void;
  isOpen: (row: TimelineRow) => boolean;
  setOpen: (row: TimelineRow, isOpen: boolean) => void;
};

const ROW_PX = 32;
/** Where fingers point. */
const TALL_ROW_PX = 44;
const COARSE = "(pointer: coarse)";

/** Only the rows in view are drawn. Arrows walk them, ← and → close and open. */
export function TimelineTree(props: TimelineTreeProps): ReactNode {
  const { rows, run, layout, selectedId, isOpen } = props;
  const list = useRef<HTMLDivElement>(null);
  const rowPx = useMediaQuery(COARSE) ? TALL_ROW_PX : ROW_PX;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current,
    // All rows are alike: measuring each would cost more than drawing it.
    estimateSize: () => rowPx,
    overscan: 6,
    // The first paint, and the server's, know no height.
    initialRect: { width: 800, height: 320 },
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const { keys, wantsFocus } = useTreeKeys(props, (index) => virtualizer.scrollToIndex(index));
  useShownAtFirst(rows, selectedId, (index) =>
    virtualizer.scrollToIndex(index, { align: "center" }),
  );
  const actions = useActions(props);
  const items = virtualizer.getVirtualItems();
  const drawn = items.some(({ index }) => rows[index]?.id === selectedId);
  useEffect(() => {
    if (!wantsFocus.current || !drawn) return;
    wantsFocus.current = false;
    list.current?.querySelector<HTMLElement>(`[data-row-id="${CSS.escape(selectedId)}"]`)?.focus();
  });
  return (
    <div
      ref={list}
      role="tree"
      aria-label="Attempts and spans"
      // Reached with Tab even while the selected row is out of view.
      tabIndex={drawn ? -1 : 0}
      className="min-h-0 flex-1 overflow-y-auto py-1"
      onKeyDown={keys}
    >
      <div className="relative" role="none" style={{ height: virtualizer.getTotalSize() }}>
        <GridLines layout={layout} />
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={row.id}
              role="none"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <TimelineRowView
                row={row}
                run={run}
                layout={layout}
                isSelected={row.id === selectedId}
                isOpen={isOpen(row)}
                onSelect={actions.select}
                onToggle={actions.toggle}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Behind all rows at once: lines of their own would be most of what a row is drawn of. */
function GridLines({ layout }: { layout: TimelineLayout }): ReactNode {
  const total = layout.endMs - layout.originMs;
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 flex pr-4">
      <div className="w-[42%] min-w-40 max-w-96 shrink-0" />
      <div className="relative ml-3 min-w-0 flex-1">
        {layout.ticksMs.map((tick) => (
          <span
            key={tick}
            className="absolute inset-y-0 w-px bg-border opacity-60"
            style={{ left: `${((tick + layout.zeroMs - layout.originMs) / total) * 100}%` }}
          />
        ))}
      </div>
    </div>
  );
}

/** A link leads to a row: it comes into view as soon as it is known, and once only. */
function useShownAtFirst(
  rows: readonly TimelineRow[],
  selectedId: string,
  show: (index: number) => void,
): void {
  const wanted = useRef<string | undefined>(selectedId === RUN_ROW_ID ? undefined : selectedId);
  useEffect(() => {
    if (wanted.current === undefined) return;
    // Somebody has chosen another one before it came.
    if (wanted.current !== selectedId) wanted.current = undefined;
    const index = rows.findIndex((row) => row.id === wanted.current);
    if (index === -1) return;
    wanted.current = undefined;
    show(index);
  });
}

/** The same two functions all the time, so that a row is drawn again only when it changes. */
function useActions(props: TimelineTreeProps) {
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  return useMemo(
    () => ({
      select: (row: TimelineRow) => latest.current.onSelect(row.id),
      toggle: (row: TimelineRow) => latest.current.setOpen(row, !latest.current.isOpen(row)),
    }),
    [],
  );
}

function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    () => window.matchMedia(query).matches,
    () => false,
  );
}

function useTreeKeys(
  { rows, selectedId, onSelect, isOpen, setOpen }: TimelineTreeProps,
  show: (index: number) => void,
) {
  /** A row that comes into view takes the focus once it is drawn. */
  const wantsFocus = useRef(false);
  const selectedAt = rows.findIndex((row) => row.id === selectedId);
  const go = (index: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, index));
    const row = rows[next];
    if (row === undefined) return;
    wantsFocus.current = true;
    show(next);
    onSelect(row.id);
  };
  const keys = (event: KeyboardEvent) => {
    // The row that has the focus: the address, which says what is selected, may be a moment behind.
    const focused =
      event.target instanceof Element && event.target.closest<HTMLElement>("[data-row-id]");
    const focusedAt = focused ? rows.findIndex((one) => one.id === focused.dataset.rowId) : -1;
    const at = Math.max(0, focusedAt === -1 ? selectedAt : focusedAt);
    const row = rows[at];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const isOpened = row.hasChildren && isOpen(row);
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (event.key === "ArrowRight") isOpened ? go(at + 1) : setOpen(row, true);
    else if (event.key === "ArrowLeft")
      isOpened ? setOpen(row, false) : go(rows.findIndex((one) => one.id === row.parentId));
    else return;
    event.preventDefault();
  };
  return { keys, wantsFocus };
}
