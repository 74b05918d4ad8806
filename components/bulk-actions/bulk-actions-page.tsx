"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { PageTurn, type PageTurnProps } from "#components/data-table/page-turn.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { BulkActionTable } from "./bulk-action-table.tsx";
import { BulkActionTableSkeleton } from "./bulk-action-table-skeleton.tsx";
import { readPlace } from "./page-place.ts";
import { bulkActionQueries } from "./queries.ts";

export function BulkActionsPage(): ReactNode {
  const place = readPlace(useSearchParams());
  const list = useQuery({
    ...bulkActionQueries.list(useEnvironmentId(), place),
    placeholderData: keepPreviousData,
  });
  const actions = list.data?.data;
  return (
    <>
      <PageHeader title="Bulk actions" actions={<Pages pagination={list.data?.pagination} />} />
      {list.isPending && <BulkActionTableSkeleton />}
      {list.isError && actions === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The bulk actions could not be loaded"
            {...describeError(list.error)}
            onRetry={() => void list.refetch()}
          />
        </div>
      )}
      {actions?.length === 0 && <NothingYet />}
      {actions !== undefined && actions.length > 0 && <BulkActionTable actions={actions} />}
    </>
  );
}

/** Nothing where everything is on one page. */
function Pages({ pagination = {} }: Pick<PageTurnProps, "pagination">): ReactNode {
  const pathname = usePathname();
  if (pagination.next === undefined && pagination.previous === undefined) return null;
  return (
    <PageTurn
      pagination={pagination}
      onTurn={({ id, direction }) =>
        window.history.pushState(null, "", `${pathname}?cursor=${id}&direction=${direction}`)
      }
    />
  );
}

function NothingYet(): ReactNode {
  const paths = usePaths();
  return (
    <EmptyState
      title="Nothing has been canceled or replayed in bulk"
      description="On the page of runs, set filters, open “Bulk actions”, and cancel or replay all that match; or select rows. It is done in the background, shows how far it is, and can be aborted. From code: runs.bulk.cancel() and runs.bulk.replay()."
    >
      <div>
        <ButtonLink href={paths.runs} variant="primary">
          Go to runs
        </ButtonLink>
      </div>
      <WaitingNote>Waiting for the first one.</WaitingNote>
    </EmptyState>
  );
}
