"use client";

import { ChevronRight, Circle, TriangleAlert } from "lucide-react";
import { memo, type ReactNode } from "react";
import { formatDuration } from "#components/ui/format-duration.ts";
import { LiveDuration } from "#components/ui/time.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import { shortRunId } from "./run-id.ts";
import { RUN_STATUS, RunStatusIcon } from "./run-status.tsx";
import { TimelineBars } from "./timeline-bars.tsx";
import type { TimelineLayout, TimelineRow } from "./timeline-layout.ts";

/** Narrow screens need the room for names. */
const INDENT = "clamp(8px, 1.25vw, 16px)";

/** Made once, not for each of thousands. */
const BASE_STYLE =
  "flex h-8 cursor-default items-stretch pr-4 -outline-offset-2 pointer-coarse:h-11";
const ROW_STYLE = `${BASE_STYLE} hover:bg-surface`;
const SELECTED_STYLE = `${BASE_STYLE} bg-accent-bg`;
const FOLD_STYLE = "size-4 shrink-0 rounded-small p-px text-text-muted hover:bg-raised";
const OPEN_STYLE = `${FOLD_STYLE} rotate-90`;

export type TimelineRowViewProps = {
  row: TimelineRow;
  run: RunObject;
  layout: TimelineLayout;
  isSelected: boolean;
  isOpen: boolean;
  onSelect: (row: TimelineRow) => void;
  onToggle: (row: TimelineRow) => void;
};

/** Drawn again only when something of it changes: a long timeline scrolls through many. */
export const TimelineRowView = memo(TimelineRowItem);

function TimelineRowItem(props: TimelineRowViewProps): ReactNode {
  const { row, run, layout, isSelected, isOpen, onSelect, onToggle } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for all its rows.
    <div
      role="treeitem"
      data-row-id={row.id}
      aria-level={row.depth + 1}
      aria-selected={isSelected}
      aria-expanded={row.hasChildren ? isOpen : undefined}
      tabIndex={isSelected ? 0 : -1}
      onClick={() => onSelect(row)}
      className={isSelected ? SELECTED_STYLE : ROW_STYLE}
    >
      <div
        className="flex w-[42%] min-w-40 max-w-96 shrink-0 items-center gap-1.5 border-border border-r pr-3"
        style={{ paddingLeft: `calc(8px + ${row.depth} * ${INDENT})` }}
      >
        <Fold row={row} isOpen={isOpen} onToggle={onToggle} />
        <RowIcon row={row} run={run} />
        <span
          title={row.label}
          className={
            row.depth === 0 ? "min-w-0 flex-1 truncate font-medium" : "min-w-0 flex-1 truncate"
          }
        >
          {row.label}
          {row.child && (
            <span className="pl-1.5 font-mono text-mono text-text-muted">
              {shortRunId(row.child.id)}
            </span>
          )}
        </span>
        <span className="shrink-0 text-caption text-text-muted tabular-nums max-sm:hidden">
          <RowDuration row={row} run={run} />
        </span>
      </div>
      <TimelineBars row={row} layout={layout} />
    </div>
  );
}

/** Most rows have nothing below them, and only the room for it. */
function Fold(props: Pick<TimelineRowViewProps, "row" | "isOpen" | "onToggle">): ReactNode {
  const { row, isOpen, onToggle } = props;
  if (!row.hasChildren) return <span className="size-4 shrink-0" />;
  return (
    <ChevronRight
      aria-hidden
      onClick={(event) => {
        event.stopPropagation();
        onToggle(row);
      }}
      className={isOpen ? OPEN_STYLE : FOLD_STYLE}
    />
  );
}

function RowDuration({ row, run }: { row: TimelineRow; run: RunObject }): ReactNode {
  if (row.depth === 0 && run.startedAt === undefined) return null;
  const startMs = row.depth === 0 ? Date.parse(run.startedAt ?? run.createdAt) : row.startMs;
  if (row.endMs === undefined) return <LiveDuration from={new Date(startMs).toISOString()} />;
  return formatDuration(row.endMs - startMs);
}

function RowIcon({ row, run }: { row: TimelineRow; run: RunObject }): ReactNode {
  const status =
    row.attempt?.status ?? row.child?.status ?? (row.depth === 0 ? run.status : undefined);
  if (status !== undefined) {
    return (
      <>
        <RunStatusIcon status={status} />
        <span className="sr-only">{RUN_STATUS[status].label}</span>
      </>
    );
  }
  return row.span?.error ? (
    <TriangleAlert aria-label="Failed" className="size-3.5 shrink-0 text-danger" />
  ) : (
    <Circle aria-hidden className="size-3.5 shrink-0 p-0.5 text-text-muted" />
  );
}
