"use client";

import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { Bars } from "#components/ui/bars.tsx";
import { cn } from "#components/ui/cn.ts";
import { Cell, HeadCell, ROW_LINK_STYLE, Row, Table, TableScroll } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { ErrorGroupView } from "#worker/domain/insight/views.ts";
import { ErrorStatusLabel } from "./error-status.tsx";

export function ErrorTable({ errors }: { errors: readonly ErrorGroupView[] }): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const rows = useRowNavigation(
    container,
    errors.map(({ id }) => id),
  );
  return (
    <TableScroll ref={container} onFocus={rows.onFocus}>
      <Table className="min-w-250 table-fixed">
        <thead>
          <tr>
            <HeadCell>Error</HeadCell>
            <HeadCell className="w-28">Status</HeadCell>
            <HeadCell className="w-44 min-[1800px]:w-96">Task</HeadCell>
            <HeadCell className="w-36">Last 24 hours</HeadCell>
            <HeadCell className="w-20 text-right">Runs</HeadCell>
            <HeadCell className="w-28">First seen</HeadCell>
            <HeadCell className="w-28">Last seen</HeadCell>
          </tr>
        </thead>
        <tbody>
          {errors.map((error) => (
            <ErrorRow key={error.id} error={error} tabIndex={rows.tabIndexOf(error.id)} />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function ErrorRow({ error, tabIndex }: { error: ErrorGroupView; tabIndex: 0 | -1 }): ReactNode {
  const paths = usePaths();
  const { id, name, message, task, activity, count } = error;
  const today = activity.reduce((sum, each) => sum + each, 0);
  return (
    <Row data-row-id={id}>
      <Cell className="max-w-80">
        <Link
          href={paths.error(id)}
          data-row-link
          tabIndex={tabIndex}
          title={`${name}: ${message}`}
          className={cn(ROW_LINK_STYLE, "block truncate")}
        >
          <span className="font-medium">{name}</span>{" "}
          <span className="text-text-muted">{message}</span>
        </Link>
      </Cell>
      <Cell>
        <ErrorStatusLabel error={error} />
      </Cell>
      <Cell className="max-w-52">
        <span title={task} className="block truncate">
          {task}
        </span>
      </Cell>
      <Cell>
        <Bars
          tone="danger"
          label={`${today.toLocaleString("en")} in the last 24 hours`}
          bars={activity.map((value, index) => ({
            label:
              index === activity.length - 1 ? "This hour" : `${activity.length - 1 - index} h ago`,
            value,
          }))}
        />
      </Cell>
      <Cell className="text-right tabular-nums">{count.toLocaleString("en")}</Cell>
      <Cell className="text-text-muted">
        <RelativeTime value={error.firstSeenAt} />
      </Cell>
      <Cell className="text-text-muted">
        <RelativeTime value={error.lastSeenAt} />
      </Cell>
    </Row>
  );
}
