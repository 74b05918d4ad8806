"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { CursorPager, useCursor } from "#components/data-table/cursor-pager.tsx";
import { QueryView } from "#components/data-table/query-view.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
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
  return (
    <EmptyState
      title="Nothing is deployed here yet"
      description="A deployment is a version of a project’s tasks. With this environment’s secret key, from the API keys page, in the folder of trigger.config.ts:"
    >
      <Snippet code="TRIGGER_SECRET_KEY=tr_… npx pawl deploy" label="Copy the command" />
    </EmptyState>
  );
}
