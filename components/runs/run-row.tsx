"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge, Tag } from "#components/ui/badge.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import {
  ABOVE_ROW_LINK,
  Cell,
  ROW_ACTIONS_STYLE,
  ROW_LINK_STYLE,
  Row,
} from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunListItem } from "#sdk/wire/api.ts";
import { runQueries } from "./queries.ts";
import { RunDuration } from "./run-duration.tsx";
import { shortRunId } from "./run-id.ts";
import { RunStatusLabel } from "./run-status.tsx";

export type RunRowProps = {
  run: RunListItem;
  tabIndex: 0 | -1;
  isSelected: boolean;
  onToggle: () => void;
  onExtend: () => void;
};

const SHOWN_TAGS = 3;

export function RunRow({ run, tabIndex, isSelected, onToggle, onExtend }: RunRowProps): ReactNode {
  const paths = usePaths();
  const client = useQueryClient();
  const environmentId = useEnvironmentId();
  const prefetch = () => void client.prefetchQuery(runQueries.detail(environmentId, run.id));
  return (
    <Row data-row-id={run.id} aria-selected={isSelected} onMouseEnter={prefetch} onFocus={prefetch}>
      {/* Stays in view sideways. Clicks fall through it to the row's link. */}
      <Cell className="pointer-events-none sticky left-0 z-[3] bg-background group-hover/row:bg-surface group-aria-selected/row:bg-accent-bg">
        <span className="flex items-center gap-2.5">
          <Checkbox
            aria-label={`Select run ${run.id}`}
            className="pointer-events-auto"
            tabIndex={tabIndex}
            checked={isSelected}
            onClick={(event) => {
              event.preventDefault();
              if (event.shiftKey) onExtend();
              else onToggle();
            }}
          />
          <RunStatusLabel status={run.status} />
        </span>
      </Cell>
      <Cell className="max-w-80">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={paths.run(run.id)}
            data-row-link
            tabIndex={tabIndex}
            title={run.taskIdentifier}
            className={cn(ROW_LINK_STYLE, "min-w-0 truncate font-medium")}
          >
            {run.taskIdentifier}
          </Link>
          {run.isTest && <Badge className="shrink-0">Test</Badge>}
        </span>
      </Cell>
      <Cell>
        <span className="flex items-center gap-1">
          <span title={run.id} className="font-mono text-mono text-text-muted">
            {shortRunId(run.id)}
          </span>
          <CopyButton
            value={run.id}
            label="Copy run id"
            tabIndex={tabIndex}
            className={ROW_ACTIONS_STYLE}
          />
        </span>
      </Cell>
      <Cell className="text-text-muted tabular-nums">
        <RelativeTime value={run.createdAt} className={ABOVE_ROW_LINK} />
      </Cell>
      <Cell className="text-right tabular-nums">
        <RunDuration run={run} />
      </Cell>
      <Cell className="max-w-48">
        <span title={run.queue} className="block truncate text-text-muted">
          {run.queue}
        </span>
      </Cell>
      <Cell className={cn("text-right tabular-nums", run.attemptCount <= 1 && "text-text-muted")}>
        {run.attemptCount === 0 ? "–" : run.attemptCount}
      </Cell>
      <Cell className="max-w-64">
        <span className="flex gap-1 overflow-hidden">
          {run.tags.slice(0, SHOWN_TAGS).map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
          {run.tags.length > SHOWN_TAGS && (
            <span
              title={run.tags.slice(SHOWN_TAGS).join(", ")}
              className="text-caption text-text-muted leading-5"
            >
              +{run.tags.length - SHOWN_TAGS}
            </span>
          )}
        </span>
      </Cell>
    </Row>
  );
}
