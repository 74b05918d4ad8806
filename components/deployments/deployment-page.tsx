"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { QueryView } from "#components/data-table/query-view.tsx";
import { DetailSkeleton } from "#components/layout/detail-page-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import { useEnvironmentId, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { DeploymentDetail } from "#sdk/wire/deployment.ts";
import { ChangeList } from "./change-list.tsx";
import { commitText } from "./commit-text.ts";
import { PromoteDialog } from "./promote-dialog.tsx";
import { deploymentQueries } from "./queries.ts";

const LOOK_MS = 5_000;

export function DeploymentPage({ version }: { version: string }): ReactNode {
  const paths = usePaths();
  const deployment = useQuery({
    ...deploymentQueries.detail(useEnvironmentId(), version),
    refetchInterval: LOOK_MS,
  });
  const isCurrent = deployment.data?.isCurrent;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Deployments", href: paths.deployments }]}
        title={
          <>
            <span className="truncate tabular-nums">{version}</span>
            {isCurrent && <Badge tone="success">Current</Badge>}
          </>
        }
        actions={isCurrent === false && <PromoteButton version={version} />}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <QueryView
          query={deployment}
          errorTitle="The deployment could not be loaded"
          skeleton={<DetailSkeleton />}
        >
          {(detail) => <Detail deployment={detail} />}
        </QueryView>
      </div>
    </>
  );
}

function PromoteButton({ version }: { version: string }): ReactNode {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        variant="primary"
        shortcut="p"
        disabledReason={useReadOnlyReason()}
        onClick={() => setIsAsking(true)}
      >
        Make current…
      </Button>
      {isAsking && <PromoteDialog version={version} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function Detail({ deployment }: { deployment: DeploymentDetail }): ReactNode {
  const paths = usePaths();
  const { runs, git, previous, tasks } = deployment;
  return (
    <div className="flex max-w-4xl flex-col gap-6 p-4">
      <DefinitionList>
        <Definition term="Deployed">
          <ExactTime value={deployment.createdAt} />
        </Definition>
        <Definition term="By">{deployment.deployedBy}</Definition>
        <Definition term="Commit">{commitText(git)}</Definition>
        <Definition term="SDK">{deployment.sdkVersion}</Definition>
        <Definition term="Built on">Node {deployment.runtimeVersion}</Definition>
        <Definition term="Runs">
          <Link href={paths.runsOfVersion(deployment.version)} className="text-accent underline">
            {runs.started.toLocaleString("en")} started
          </Link>
          {`, ${runs.completed.toLocaleString("en")} completed, ${runs.failed.toLocaleString("en")} failed, ${runs.executing} executing`}
        </Definition>
      </DefinitionList>
      {previous !== undefined && (
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold text-section">
            Against{" "}
            <Link
              href={paths.deployment(previous.version)}
              className="text-accent tabular-nums underline"
            >
              {previous.version}
            </Link>
          </h2>
          <ChangeList changes={previous.changes} />
        </section>
      )}
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold text-section">
          {tasks.length} {tasks.length === 1 ? "task" : "tasks"}
        </h2>
        <ul className="rounded-panel border border-border">
          {tasks.map(({ id, filePath, exportName }) => (
            <li
              key={id}
              className="flex min-w-0 gap-4 border-border border-b px-3 py-2 last:border-b-0"
            >
              <span title={id} className="min-w-0 flex-1 truncate font-medium">
                {id}
              </span>
              <span
                title={filePath}
                className="min-w-0 flex-1 truncate font-mono text-mono text-text-muted"
              >
                {exportName === undefined ? filePath : `${filePath} · ${exportName}`}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
