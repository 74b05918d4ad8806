"use client";

import { useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { useEnvironmentId, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import type { InstallationStatus } from "#sdk/wire/status.ts";
import { CheckList } from "./check-list.tsx";
import { ProofSteps } from "./proof-steps.tsx";
import { statusQueries, useProbe } from "./queries.ts";
import { StatusSkeleton } from "./status-skeleton.tsx";
import { VerdictBanner } from "./verdict-banner.tsx";

const LOOK_MS = 3_000;

export function StatusPage(): ReactNode {
  const status = useQuery({
    ...statusQueries.status(useEnvironmentId()),
    refetchInterval: LOOK_MS,
  });
  const probe = useProbe();
  const readOnly = useReadOnlyReason();
  return (
    <>
      <PageHeader
        title="Status"
        actions={
          <Button
            variant="primary"
            shortcut="t"
            isPending={probe.isPending}
            disabledReason={readOnly}
            onClick={() => probe.mutate()}
          >
            <Activity aria-hidden className="size-3.5" />
            Run the test
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {status.isPending && <StatusSkeleton />}
        {status.isError && (
          <div className="p-4">
            <ErrorCallout
              title="The status cannot be read, so nothing is known to work"
              {...describeError(status.error)}
              onRetry={() => void status.refetch()}
            />
          </div>
        )}
        {probe.isError && (
          <div className="px-4 pt-4">
            <ErrorCallout title="The test run was not made" {...describeError(probe.error)} />
          </div>
        )}
        {status.data && !status.isError && <Status status={status.data} />}
      </div>
    </>
  );
}

function Status({ status }: { status: InstallationStatus }): ReactNode {
  return (
    <div className="flex max-w-4xl flex-col gap-6 p-4">
      <VerdictBanner status={status} />
      <CheckList checks={status.checks} />
      {status.proof && <ProofSteps proof={status.proof} />}
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold text-section">In a terminal</h2>
        <p className="text-text-muted">
          The same, with an exit code: against the server and with the key that your shell names.
        </p>
        <Snippet code="npx pawl doctor" label="Copy the command" />
      </section>
    </div>
  );
}
