"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { memo, type ReactNode } from "react";
import { Tag } from "#components/ui/badge.tsx";
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
import type { RunListItem } from "#sdk/wire/api.ts";
import { assertNever } from "#worker/domain/assert-never.ts";
import { runQueries } from "./queries.ts";
import type { RunColumn, RunColumnId } from "./run-columns.ts";
import { RunDuration } from "./run-duration.tsx";
import { shortRunId } from "./run-id.ts";
import { RunStatusLabel } from "./run-status.tsx";

export type RunRowProps = {
  run: RunListItem;
  columns: readonly RunColumn[];
  href: string;
  tabIndex: 0 | -1;
  isSelected: boolean;
  /** Alone, or with all between it and the last one. */
  onSelect: (runId: string, isRange: boolean) => void;
};

/** Drawn again only when it changes: in a busy list, one row of many does. */
export const RunRow = memo(function RunRow(props: RunRowProps): ReactNode {
  const { run, columns, isSelected, href } = props;
  const client = useQueryClient();
  const environmentId = useEnvironmentId();
  const router = useRouter();
  const prefetch = () => {
    void client.prefetchQuery(runQueries.detail(environmentId, run.id));
    router.prefetch(href);
  };
  return (
    <Row data-row-id={run.id} aria-selected={isSelected} onMouseEnter={prefetch} onFocus={prefetch}>
      {columns.map(({ id }) =>
        id === "status" ? (
          <StatusCell key={id} {...props} />
        ) : (
          <RunCell key={id} column={id} {...props} />
        ),
      )}
    </Row>
  );
});

/** Stays in view sideways. Clicks fall through it to the row's link. */
function StatusCell({ run, tabIndex, isSelected, onSelect }: RunRowProps): ReactNode {
  return (
    <Cell className="pointer-events-none sticky left-0 z-[3] bg-background before:absolute before:inset-x-0 before:top-0 before:-bottom-px before:border-focus group-hover/row:bg-surface group-aria-selected/row:bg-accent-bg group-has-[[data-row-link]:focus-visible]/row:before:border-y-2 group-has-[[data-row-link]:focus-visible]/row:before:border-l-2">
      <span className="flex items-center gap-2.5">
        <Checkbox
          aria-label={`Select run ${run.id}`}
          className="pointer-events-auto"
          tabIndex={tabIndex}
          checked={isSelected}
          onClick={(event) => {
            event.preventDefault();
            onSelect(run.id, event.shiftKey);
          }}
        />
        <RunStatusLabel status={run.status} />
      </span>
    </Cell>
  );
}

type CellProps = RunRowProps & { column: Exclude<RunColumnId, "status"> };

function RunCell({ column, run, href, tabIndex }: CellProps): ReactNode {
  switch (column) {
    case "task":
      return <TaskCell run={run} href={href} tabIndex={tabIndex} />;
    case "run":
      return (
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
      );
    case "created":
      return <TimeCell value={run.createdAt} />;
    case "started":
      return <TimeCell value={run.startedAt} />;
    case "duration":
      return (
        <Cell className="text-right tabular-nums">
          <RunDuration run={run} />
        </Cell>
      );
    case "queue":
      return <TextCell text={run.queue} />;
    case "key":
      return <TextCell text={run.concurrencyKey} />;
    case "version":
      return <TextCell text={run.version} />;
    case "machine":
      return <TextCell text={run.machine} />;
    case "attempts":
      return (
        <Cell className={cn("text-right tabular-nums", run.attemptCount <= 1 && "text-text-muted")}>
          {run.attemptCount === 0 ? "–" : run.attemptCount}
        </Cell>
      );
    case "tags":
      return (
        <Cell className="max-w-64">
          <RunTags tags={run.tags} />
        </Cell>
      );
    default:
      return assertNever(column);
  }
}

function TaskCell({ run, href, tabIndex }: Pick<RunRowProps, "run" | "href" | "tabIndex">) {
  return (
    <Cell className="max-w-80">
      <span className="flex min-w-0 items-center gap-2">
        <Link
          href={href}
          // Not for every row that is drawn: the row asks for it when somebody comes near.
          prefetch={false}
          data-row-link
          tabIndex={tabIndex}
          title={run.taskIdentifier}
          className={cn(ROW_LINK_STYLE, "min-w-0 truncate font-medium")}
        >
          {run.taskIdentifier}
        </Link>
        {run.isTest && <TestMark />}
      </span>
    </Cell>
  );
}

function TimeCell({ value }: { value: string | undefined }): ReactNode {
  return (
    <Cell className="text-text-muted tabular-nums">
      {value === undefined ? "–" : <RelativeTime value={value} className={ABOVE_ROW_LINK} />}
    </Cell>
  );
}

function TextCell({ text }: { text: string | undefined }): ReactNode {
  return (
    <Cell className="max-w-48">
      <span title={text} className="block truncate text-text-muted">
        {text ?? "–"}
      </span>
    </Cell>
  );
}

/** An icon here, where every row has little room; the run's page says it in a word. */
function TestMark(): ReactNode {
  return (
    <span title="Test run" className="shrink-0 text-text-muted">
      <FlaskConical aria-hidden className="size-3.5" />
      <span className="sr-only">Test run</span>
    </span>
  );
}

const NARROW_TAGS = 1;
const WIDE_TAGS = 3;

/** One tag and how many more; three on a wide screen. */
function RunTags({ tags }: { tags: readonly string[] }): ReactNode {
  const more = (shown: number) => (tags.length > shown ? `+${tags.length - shown}` : "");
  return (
    <span title={tags.join(", ")} className="flex items-center gap-1 overflow-hidden">
      {tags.slice(0, WIDE_TAGS).map((tag) => (
        <Tag key={tag} className="min-w-0 max-2xl:[&:nth-child(n+2)]:hidden">
          {tag}
        </Tag>
      ))}
      <span className="shrink-0 text-caption text-text-muted 2xl:hidden">{more(NARROW_TAGS)}</span>
      <span className="shrink-0 text-caption text-text-muted max-2xl:hidden">
        {more(WIDE_TAGS)}
      </span>
    </span>
  );
}
