"use client";

import Link from "next/link";
import { type ReactNode, useRef, useState } from "react";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { RunStatusIcon } from "#components/runs/run-status.tsx";
import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskView } from "#worker/domain/views.ts";

export type TaskPickerProps = {
  /** Absent while loading. */
  tasks: readonly TaskView[] | undefined;
  selectedId: string | undefined;
};

export function TaskPicker({ tasks, selectedId }: TaskPickerProps): ReactNode {
  const [filter, setFilter] = useState("");
  const container = useRef<HTMLDivElement>(null);
  const paths = usePaths();
  const wanted = filter.trim().toLowerCase();
  const shown = (tasks ?? []).filter((task) => task.id.toLowerCase().includes(wanted));
  const rows = useRowNavigation(
    container,
    shown.map((task) => task.id),
  );
  return (
    <div className="hidden w-72 shrink-0 flex-col border-border border-r lg:flex">
      <div className="flex h-10 shrink-0 items-center border-border border-b px-2">
        <FilterInput value={filter} onChange={setFilter} label="Filter tasks" />
      </div>
      <nav
        aria-label="Tasks"
        ref={container}
        onFocus={rows.onFocus}
        className="min-h-0 flex-1 overflow-y-auto p-2"
      >
        {tasks === undefined && <Skeleton className="m-2 w-40" />}
        {tasks !== undefined && shown.length === 0 && (
          <p className="p-2 text-text-muted">No tasks match this filter</p>
        )}
        {shown.map((task) => (
          <div key={task.id} data-row-id={task.id}>
            <Link
              href={paths.testTask(task.id)}
              data-row-link
              tabIndex={rows.tabIndexOf(task.id)}
              aria-current={task.id === selectedId ? "page" : undefined}
              className={cn(
                "flex min-w-0 flex-col rounded-control px-2 py-1.5 -outline-offset-2",
                task.id === selectedId ? "bg-accent-bg" : "hover:bg-raised",
              )}
            >
              <span className="flex min-w-0 items-center gap-2">
                <span title={task.id} className="min-w-0 flex-1 truncate font-medium">
                  {task.id}
                </span>
                {task.lastRuns[0] && <RunStatusIcon status={task.lastRuns[0].status} />}
              </span>
              <span title={task.filePath} className="truncate font-mono text-mono text-text-muted">
                {task.filePath}
              </span>
            </Link>
          </div>
        ))}
      </nav>
    </div>
  );
}
