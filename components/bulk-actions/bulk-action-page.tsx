"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { usePageTitle } from "#components/layout/page-title.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { AbortButton } from "./abort-button.tsx";
import { actionTitle } from "./bulk-action-table.tsx";
import { Filters } from "./bulk-dialog.tsx";
import { BulkStatus } from "./bulk-status.tsx";
import { progressWords, resultWords } from "./bulk-words.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { bulkActionQueries, isUnderWay } from "./queries.ts";

export function BulkActionPage({ bulkActionId }: { bulkActionId: string }): ReactNode {
  const paths = usePaths();
  const query = useQuery(bulkActionQueries.detail(useEnvironmentId(), bulkActionId));
  const action = query.data;
  usePageTitle(action && titleOf(action));
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Bulk actions", href: paths.bulkActions }]}
        title={<span className="truncate">{action ? titleOf(action) : "Bulk action"}</span>}
        actions={action && isUnderWay(action) && <AbortButton action={action} />}
      />
      {query.isError && action === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The bulk action could not be loaded"
            {...describeError(query.error)}
            onRetry={() => void query.refetch()}
          />
        </div>
      )}
      {query.isPending && <BulkActionSkeleton />}
      {action && <Details action={action} />}
    </>
  );
}

function titleOf(action: BulkActionObject): string {
  return action.name ?? actionTitle(action);
}

function Details({ action }: { action: BulkActionObject }): ReactNode {
  const paths = usePaths();
  const { counts, type } = action;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="flex max-w-2xl flex-col gap-6 p-4">
        <section className="flex flex-col gap-2" aria-label="Progress">
          <p role="status" className="font-semibold text-section tabular-nums">
            {isUnderWay(action) ? progressWords(action) : resultWords(action)}
          </p>
          <ProgressBar action={action} />
        </section>
        {action.failure !== undefined && (
          <ErrorCallout
            title={counts.failure > 0 ? "The first that failed" : "It was given up"}
            message={action.failure}
          />
        )}
        <DefinitionList>
          <Definition term="Status">
            <BulkStatus status={action.status} />
          </Definition>
          <Definition term={type === "CANCEL" ? "Canceled" : "Replayed"}>
            {counts.success.toLocaleString("en")}
          </Definition>
          <Definition term="Failed">{counts.failure.toLocaleString("en")}</Definition>
          <Definition term="Skipped">{counts.skipped.toLocaleString("en")}</Definition>
          <Definition term="Runs">
            {action.filter ? <Filters filter={action.filter} /> : "chosen one by one"}
          </Definition>
          <Definition term="By">{action.createdBy}</Definition>
          <Definition term="Created">
            <ExactTime value={action.createdAt} />
          </Definition>
          {action.completedAt !== undefined && (
            <Definition term={action.status === "ABORTED" ? "Aborted" : "Completed"}>
              <ExactTime value={action.completedAt} />
            </Definition>
          )}
          <Definition term="Id" isMono>
            <span className="-my-1 flex min-w-0 items-center gap-1">
              <span className="min-w-0 break-all">{action.id}</span>
              <CopyButton value={action.id} label="Copy id" />
            </span>
          </Definition>
        </DefinitionList>
        {counts.success > 0 && (
          <div>
            <ButtonLink href={paths.runsOfBulkAction(action.id)} variant="primary" shortcut="v">
              {type === "CANCEL" ? "View the canceled runs" : "View the new runs"}
            </ButtonLink>
          </div>
        )}
      </div>
    </div>
  );
}

export function BulkActionSkeleton(): ReactNode {
  return (
    <div className="flex max-w-2xl flex-col gap-4 p-4" aria-busy>
      <span role="status" className="sr-only">
        Loading the bulk action
      </span>
      <Skeleton className="w-64" />
      <Skeleton className="w-full" />
      <Skeleton className="w-80" />
      <Skeleton className="w-72" />
    </div>
  );
}
