"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { CursorPager, useCursor } from "#components/data-table/cursor-pager.tsx";
import { QueryView } from "#components/data-table/query-view.tsx";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { shortRunId } from "#components/runs/run-id.ts";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { Cell, HeadCell, ROW_LINK_STYLE, Row, Table, TableScroll } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useRunsChanged } from "#components/workspace/runs-feed.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { BatchView } from "#worker/domain/insight/views.ts";
import { BatchProgress } from "./batch-progress.tsx";
import { BatchStatus } from "./batch-status.tsx";
import { BatchTableSkeleton } from "./batch-table-skeleton.tsx";
import { batchQueries } from "./queries.ts";

const COUNTS_EVERY_MS = 2_000;

export function BatchesPage(): ReactNode {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  const [cursor, setCursor] = useCursor();
  const batches = useQuery({
    ...batchQueries.list(environmentId, cursor),
    placeholderData: keepPreviousData,
  });
  useRunsChanged(
    () => {
      void client.invalidateQueries({ queryKey: batchQueries.all(environmentId) });
    },
    { gapMs: COUNTS_EVERY_MS },
  );
  return (
    <>
      <PageHeader
        title="Batches"
        actions={<CursorPager pagination={batches.data?.pagination} onMove={setCursor} />}
      />
      <QueryView
        query={batches}
        errorTitle="The batches could not be loaded"
        skeleton={<BatchTableSkeleton />}
      >
        {({ data }) => (data.length > 0 ? <BatchTable batches={data} /> : <NoBatchesYet />)}
      </QueryView>
    </>
  );
}

function BatchTable({ batches }: { batches: readonly BatchView[] }): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const paths = usePaths();
  const rows = useRowNavigation(
    container,
    batches.map(({ id }) => id),
  );
  return (
    <TableScroll ref={container} onFocus={rows.onFocus}>
      <Table className="min-w-240 table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-56">Batch</HeadCell>
            <HeadCell className="w-36">Status</HeadCell>
            <HeadCell>Progress</HeadCell>
            <HeadCell className="w-24 text-right">Items</HeadCell>
            <HeadCell className="w-24 text-right">Refused</HeadCell>
            <HeadCell className="w-32">Created</HeadCell>
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <Row key={batch.id} data-row-id={batch.id}>
              <Cell>
                <Link
                  href={paths.batch(batch.id)}
                  data-row-link
                  tabIndex={rows.tabIndexOf(batch.id)}
                  title={batch.id}
                  className={cn(ROW_LINK_STYLE, "font-mono text-mono")}
                >
                  {shortRunId(batch.id)}
                </Link>
              </Cell>
              <Cell>
                <BatchStatus batch={batch} />
              </Cell>
              <Cell>
                <BatchProgress batch={batch} />
              </Cell>
              <Cell className="text-right tabular-nums">{batch.itemCount}</Cell>
              <Cell
                className={cn("text-right tabular-nums", batch.refusedCount > 0 && "text-danger")}
              >
                {batch.refusedCount}
              </Cell>
              <Cell className="text-text-muted">
                <RelativeTime value={batch.createdAt} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

const BATCH = `import { tasks } from "@pawl/sdk";

await tasks.batchTrigger("send-email", [
  { payload: { to: "ada@example.com" } },
  { payload: { to: "grace@example.com" } },
]);`;

function NoBatchesYet(): ReactNode {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title="No batches yet"
        description="A batch triggers up to 1 000 runs with one call. What became of them, and which were refused, is here."
      >
        <Snippet code={BATCH} label="Copy the call" />
        <DocsLink slug="tasks">How tasks are triggered</DocsLink>
        <WaitingNote>Waiting for the first batch.</WaitingNote>
      </EmptyState>
    </div>
  );
}
