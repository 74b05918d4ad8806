"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { KeySnippet } from "#components/api-keys/key-snippet.tsx";
import { CursorPager, useCursor } from "#components/data-table/cursor-pager.tsx";
import { QueryView } from "#components/data-table/query-view.tsx";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { useEnvironmentId, usePlace } from "#components/workspace/environment-context.tsx";
import { DeploymentTable } from "./deployment-table.tsx";
import { DeploymentTableSkeleton } from "./deployment-table-skeleton.tsx";
import { deploymentQueries } from "./queries.ts";

const LOOK_MS = 5_000;

export function DeploymentsPage(): ReactNode {
  const [cursor, setCursor] = useCursor();
  const deployments = useQuery({
    ...deploymentQueries.list(useEnvironmentId(), cursor),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader
        title="Deployments"
        actions={<CursorPager pagination={deployments.data?.pagination} onMove={setCursor} />}
      />
      <QueryView
        query={deployments}
        errorTitle="The deployments could not be loaded"
        skeleton={<DeploymentTableSkeleton />}
      >
        {({ data }) =>
          data.length > 0 ? <DeploymentTable deployments={data} /> : <NothingDeployedYet />
        }
      </QueryView>
    </>
  );
}

function NothingDeployedYet(): ReactNode {
  const { environment } = usePlace();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title={`Nothing is deployed to ${environment.name} yet`}
        description="A deployment is a version of a project’s tasks. Put this environment’s address and key into the project’s .env, then deploy from the folder of trigger.config.ts."
      >
        <KeySnippet />
        <Snippet code="npx pawl deploy" label="Copy the command" />
        <DocsLink slug="deploy">How deploying works</DocsLink>
        <WaitingNote>Waiting for the first deployment.</WaitingNote>
      </EmptyState>
    </div>
  );
}
