"use client";

import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { Badge, Tag } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { Cell, HeadCell, ROW_LINK_STYLE, Row, Table, TableScroll } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { NextDayAxis, NextDayStrip } from "./next-day-strip.tsx";
import { ScheduleState } from "./schedule-state.tsx";

export type ScheduleTableProps = {
  schedules: readonly ScheduleObject[];
  selectedId: string | undefined;
  /** The address of the page with this one chosen. */
  hrefOf: (scheduleId: string) => string;
};

export function ScheduleTable({ schedules, selectedId, hrefOf }: ScheduleTableProps): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const rows = useRowNavigation(
    container,
    schedules.map(({ id }) => id),
  );
  return (
    <TableScroll ref={container} onFocus={rows.onFocus}>
      <Table className="min-w-256 table-fixed">
        <thead>
          <tr>
            <HeadCell className="min-[138rem]:w-120">Task</HeadCell>
            <HeadCell className="w-56 min-[112.5rem]:w-120">When</HeadCell>
            <HeadCell className="w-24">State</HeadCell>
            <HeadCell className="w-24">Next run</HeadCell>
            <HeadCell className="w-64">
              <span className="flex items-center gap-2">
                <span className="sr-only">The next 24 hours</span>
                <NextDayAxis />
              </span>
            </HeadCell>
            <HeadCell className="w-24 min-[138rem]:w-auto">Last run</HeadCell>
          </tr>
        </thead>
        <tbody>
          {schedules.map((schedule) => (
            <ScheduleRow
              key={schedule.id}
              schedule={schedule}
              href={hrefOf(schedule.id)}
              isSelected={schedule.id === selectedId}
              tabIndex={rows.tabIndexOf(schedule.id)}
            />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

type RowProps = {
  schedule: ScheduleObject;
  href: string;
  isSelected: boolean;
  tabIndex: 0 | -1;
};

function ScheduleRow({ schedule, href, isSelected, tabIndex }: RowProps): ReactNode {
  const { id, task, type, externalId, generator, timezone, nextRun } = schedule;
  const words = `${generator.description}${timezone === "UTC" ? "" : `, ${timezone}`}`;
  return (
    <Row data-row-id={id} aria-selected={isSelected}>
      <Cell className="max-w-80">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={href}
            scroll={false}
            data-row-link
            tabIndex={tabIndex}
            title={task}
            aria-label={`${task}, ${words}`}
            className={cn(ROW_LINK_STYLE, "block truncate font-medium")}
          >
            {task}
          </Link>
          {externalId !== undefined && <Tag className="min-w-0">{externalId}</Tag>}
          {type === "DECLARATIVE" && (
            <Badge
              className="shrink-0 border border-border bg-background"
              title="Declared in the task’s code; follows the deployments"
            >
              In code
            </Badge>
          )}
        </span>
      </Cell>
      <Cell className="max-w-56">
        <span title={`${words} (${generator.expression})`} className="block truncate">
          {words}
        </span>
      </Cell>
      <Cell>
        <ScheduleState schedule={schedule} />
      </Cell>
      <Cell className="tabular-nums">
        {nextRun === undefined ? <Nothing /> : <RelativeTime value={nextRun} />}
      </Cell>
      <Cell>
        <NextDayStrip schedule={schedule} />
      </Cell>
      <Cell className="tabular-nums">
        <LastRun schedule={schedule} />
      </Cell>
    </Row>
  );
}

function LastRun({ schedule: { lastTick, lastRunId } }: { schedule: ScheduleObject }): ReactNode {
  const paths = usePaths();
  if (lastTick === undefined || lastRunId === undefined) return <Nothing />;
  return (
    <Link
      href={paths.run(lastRunId)}
      tabIndex={-1}
      className="relative z-[2] rounded-small hover:underline"
    >
      <RelativeTime value={lastTick} />
    </Link>
  );
}

function Nothing(): ReactNode {
  return <span className="text-text-muted">–</span>;
}
