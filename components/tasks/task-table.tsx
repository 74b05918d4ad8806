"use client";

import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-duration.ts";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import {
  ABOVE_ROW_LINK,
  Cell,
  HeadCell,
  ROW_ACTIONS_STYLE,
  ROW_LINK_STYLE,
  Row,
  Table,
  TableScroll,
} from "#components/ui/table.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskActivityView } from "#worker/domain/tasks/views.ts";
import type { TaskView } from "#worker/domain/views.ts";
import { ActivityBars } from "./activity-bars.tsx";
import { failedShare } from "./failed-share.ts";
import { LastRuns } from "./last-runs.tsx";
import { TaskTypeMark } from "./task-type.tsx";

/** Where there is room beside the columns of fixed width; they must leave some for the task itself. */
const WIDE_ONLY = "hidden min-[1800px]:table-cell";

export type TaskTableProps = {
  tasks: readonly TaskView[];
  /** Comes after the tasks; without it the bars are left out. */
  activity: TaskActivityView | undefined;
};

export function TaskTable({ tasks, activity }: TaskTableProps): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const paths = usePaths();
  const rows = useRowNavigation(
    container,
    tasks.map((task) => task.id),
  );
  useShortcut({
    keys: "t",
    label: "Test the task in focus",
    group: "Rows",
    run: () => {
      if (rows.activeId !== undefined) router.push(paths.testTask(rows.activeId));
    },
  });
  return (
    <TableScroll ref={container} onFocus={rows.onFocus}>
      <Table className="min-w-240 table-fixed">
        <thead>
          <tr>
            <HeadCell className="2xl:w-56 min-[112.5rem]:w-96">Task</HeadCell>
            <HeadCell className={WIDE_ONLY}>File</HeadCell>
            <HeadCell className="w-[12%] max-2xl:hidden">Queue</HeadCell>
            <HeadCell className="w-40">Last 24 hours</HeadCell>
            <HeadCell className="w-20 text-right">Running</HeadCell>
            <HeadCell className="w-20 text-right">Queued</HeadCell>
            <HeadCell className="w-19 text-right">p50</HeadCell>
            <HeadCell className="w-19 text-right">p95</HeadCell>
            <HeadCell className="w-19 text-right">Failed</HeadCell>
            <HeadCell className="w-48 2xl:w-66">Last runs</HeadCell>
            <HeadCell className="w-24">
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              activity={activity}
              tabIndex={rows.tabIndexOf(task.id)}
            />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function TaskRow(props: {
  task: TaskView;
  activity: TaskActivityView | undefined;
  tabIndex: 0 | -1;
}): ReactNode {
  const { task, activity, tabIndex } = props;
  const paths = usePaths();
  return (
    <Row data-row-id={task.id}>
      <Cell className="max-w-80">
        <span className="flex min-w-0 items-center gap-2">
          <TaskTypeMark task={task} />
          <Link
            href={paths.task(task.id)}
            data-row-link
            tabIndex={tabIndex}
            title={task.description ?? task.id}
            className={cn(ROW_LINK_STYLE, "min-w-0 truncate font-medium")}
          >
            {task.id}
          </Link>
        </span>
      </Cell>
      <Cell className={cn(WIDE_ONLY, "max-w-64")}>
        <span title={sourceOf(task)} className="block truncate font-mono text-mono text-text-muted">
          {sourceOf(task)}
        </span>
      </Cell>
      <Cell className="max-w-48 max-2xl:hidden">
        <span title={task.queue} className="block truncate text-text-muted">
          {task.queue}
        </span>
      </Cell>
      <Cell>
        <div className={cn(ABOVE_ROW_LINK, "h-6 pr-2")}>
          {activity && <ActivityBars activity={activity} hours={activity.tasks[task.id] ?? []} />}
        </div>
      </Cell>
      <CountCell count={task.executingCount} />
      <CountCell count={task.queuedCount} />
      <StatsCells stats={task.stats} />
      <Cell>
        <div className={cn(ABOVE_ROW_LINK, "flex")}>
          <LastRuns runs={task.lastRuns} tabIndex={tabIndex} />
        </div>
      </Cell>
      <Cell className="text-right">
        <ButtonLink
          href={paths.testTask(task.id)}
          size="small"
          tabIndex={tabIndex}
          aria-label={`Test ${task.id}`}
          className={ROW_ACTIONS_STYLE}
        >
          <FlaskConical aria-hidden className="size-3.5" />
          Test
        </ButtonLink>
      </Cell>
    </Row>
  );
}

function CountCell({ count }: { count: number }): ReactNode {
  return (
    <Cell className={cn("text-right tabular-nums", count === 0 && "text-text-muted")}>
      {count.toLocaleString("en")}
    </Cell>
  );
}

/** Of the newest that have ended in the last day: enough to see how a task is doing. */
function StatsCells({ stats }: { stats: TaskView["stats"] }): ReactNode {
  const style = "text-right tabular-nums";
  if (!stats) {
    const none = <Cell className={cn(style, "text-text-muted")}>–</Cell>;
    return (
      <>
        {none}
        {none}
        {none}
      </>
    );
  }
  const of = `Of the newest ${stats.sampledCount} runs that ended in the last day`;
  return (
    <>
      <Cell className={style}>
        <span title={of}>{formatDuration(stats.p50Ms)}</span>
      </Cell>
      <Cell className={style}>
        <span title={of}>{formatDuration(stats.p95Ms)}</span>
      </Cell>
      <Cell className={cn(style, stats.failedCount > 0 ? "text-danger" : "text-text-muted")}>
        <span title={`${of}: ${stats.failedCount} failed`}>{failedShare(stats)}</span>
      </Cell>
    </>
  );
}

function sourceOf(task: TaskView): string {
  return task.exportName === undefined ? task.filePath : `${task.filePath} ${task.exportName}`;
}
