"use client";

import { Pause, Play } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef, useState } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { Tag } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
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
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";
import type { QueueMetricsView } from "#worker/domain/insight/views.ts";
import { LimitDialog } from "./limit-dialog.tsx";
import { countText, limitedBy, otherLimits } from "./limit-words.ts";
import { MetricCells } from "./metric-cells.tsx";
import { QueueState } from "./queue-state.tsx";
import { useToggleQueue } from "./use-toggle-queue.ts";

export type QueueTableProps = {
  queues: readonly QueueObject[];
  environmentLimit: number;
  /** By the queue's id; absent until they are here. */
  metrics: ReadonlyMap<string, QueueMetricsView> | undefined;
};

export function QueueTable({ queues, environmentLimit, metrics }: QueueTableProps): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const [limitedId, setLimitedId] = useState<string>();
  const toggle = useToggleQueue();
  const rows = useRowNavigation(
    container,
    queues.map((queue) => queue.id),
  );
  const active = queues.find((queue) => queue.id === rows.activeId);
  const readOnly = useReadOnlyReason();
  useShortcut({
    keys: "p",
    label: "Pause or resume the queue in focus",
    group: "Rows",
    isDisabled: readOnly !== undefined,
    run: () => active && toggle.run(active),
  });
  useShortcut({
    keys: "l",
    label: "Change the limit of the queue in focus",
    group: "Rows",
    isDisabled: readOnly !== undefined,
    run: () => active && setLimitedId(active.id),
  });
  const limited = queues.find((queue) => queue.id === limitedId);
  return (
    <>
      <TableScroll ref={container} onFocus={rows.onFocus}>
        <Table className="min-w-260 table-fixed">
          <thead>
            <tr>
              <HeadCell className="min-[138rem]:w-120">Queue</HeadCell>
              <HeadCell className="w-20 text-right">Queued</HeadCell>
              <HeadCell className="w-20 text-right">Running</HeadCell>
              <HeadCell className="w-24 text-right">Oldest wait</HeadCell>
              <HeadCell className="w-24 text-right">Delay p95</HeadCell>
              <HeadCell className="w-28 text-right">In / out a min</HeadCell>
              <HeadCell className="w-16 text-right">Limit</HeadCell>
              <HeadCell className="w-36 min-[112.5rem]:w-80">Limited by</HeadCell>
              <HeadCell className="w-44 min-[138rem]:w-auto">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <QueueRow
                key={queue.id}
                queue={queue}
                environmentLimit={environmentLimit}
                metrics={metrics?.get(queue.id)}
                tabIndex={rows.tabIndexOf(queue.id)}
                isPending={toggle.pendingId === queue.id}
                onToggle={() => toggle.run(queue)}
                onLimit={() => setLimitedId(queue.id)}
              />
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <LimitDialog queue={limited} onClose={() => setLimitedId(undefined)} />
    </>
  );
}

type RowProps = {
  queue: QueueObject;
  environmentLimit: number;
  metrics: QueueMetricsView | undefined;
  tabIndex: 0 | -1;
  isPending: boolean;
  onToggle: () => void;
  onLimit: () => void;
};

function QueueRow(props: RowProps): ReactNode {
  const { queue, environmentLimit, metrics, tabIndex } = props;
  const paths = usePaths();
  return (
    <Row data-row-id={queue.id}>
      <Cell className="max-w-80">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={paths.queueDetail(queue.id)}
            data-row-link
            tabIndex={tabIndex}
            title={queue.name}
            className={cn(ROW_LINK_STYLE, "block truncate font-medium")}
          >
            {queue.name}
          </Link>
          <QueueState queue={queue} environmentLimit={environmentLimit} />
        </span>
      </Cell>
      <CountCell count={queue.queued} />
      <CountCell count={queue.running} />
      <MetricCells metrics={metrics} />
      <Cell
        className={cn(
          "text-right tabular-nums",
          queue.concurrencyLimit === null && "text-text-muted",
        )}
      >
        {(queue.concurrencyLimit ?? environmentLimit).toLocaleString("en")}
      </Cell>
      <Cell className="max-w-72">
        <span className="flex min-w-0 items-center gap-1.5 text-text-muted">
          <LimitSource queue={queue} />
          {otherLimits(queue).map((limit) => (
            <Tag key={limit} className="min-w-0">
              {limit}
            </Tag>
          ))}
        </span>
      </Cell>
      <Cell className="text-right">
        <QueueActions {...props} />
      </Cell>
    </Row>
  );
}

function QueueActions({ queue, tabIndex, isPending, onToggle, onLimit }: RowProps): ReactNode {
  const disabledReason = useReadOnlyReason();
  return (
    <span className={cn(ROW_ACTIONS_STYLE, "inline-flex gap-1.5")}>
      <Button
        size="small"
        tabIndex={tabIndex}
        aria-label={`Change the limit of ${queue.name}`}
        disabledReason={disabledReason}
        onClick={onLimit}
      >
        Limit…
      </Button>
      <Button
        size="small"
        tabIndex={tabIndex}
        aria-label={`${queue.paused ? "Resume" : "Pause"} ${queue.name}`}
        isPending={isPending}
        disabledReason={disabledReason}
        onClick={onToggle}
      >
        {queue.paused ? (
          <Play aria-hidden className="size-3.5" />
        ) : (
          <Pause aria-hidden className="size-3.5" />
        )}
        {queue.paused ? "Resume" : "Pause"}
      </Button>
    </span>
  );
}

function LimitSource({ queue }: { queue: QueueObject }): ReactNode {
  const source = limitedBy(queue);
  if (source !== "Override") return <span>{source}</span>;
  const { overriddenBy, base } = queue.concurrency;
  const title = `Set${overriddenBy === null ? "" : ` by ${overriddenBy}`}; the code says ${base ?? "nothing"}`;
  return (
    <span title={title} className={cn(ABOVE_ROW_LINK, "text-text")}>
      Override
    </span>
  );
}

function CountCell({ count }: { count: number }): ReactNode {
  return (
    <Cell className={cn("text-right tabular-nums", count === 0 && "text-text-muted")}>
      {countText(count)}
    </Cell>
  );
}
