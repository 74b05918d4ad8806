"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useDeniedReason, usePlace } from "#components/workspace/environment-context.tsx";
import { CreateEnvironmentDialog } from "./create-environment-dialog.tsx";
import { EnvironmentTable } from "./environment-table.tsx";
import { EnvironmentsSkeleton } from "./environments-skeleton.tsx";
import { environmentQueries } from "./queries.ts";

/** The environments of the project, below the tabs of its settings. */
export function EnvironmentsPage(): ReactNode {
  const { organization, project } = usePlace();
  const environments = useQuery(environmentQueries.list(organization.slug, project.slug));
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-4 py-4">
        <p className="min-w-0 flex-1 basis-64 text-text-muted">
          Each is apart from the others: its own deployments, runs, variables and keys. The limit is
          how many runs execute at once over all its queues.
        </p>
        <Button
          variant="primary"
          shortcut="n"
          disabledReason={useDeniedReason("write", "projects")}
          onClick={() => setIsCreating(true)}
        >
          <Plus aria-hidden className="size-3.5" />
          New environment
        </Button>
      </div>
      {environments.isPending && <EnvironmentsSkeleton />}
      {environments.isError && environments.data === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The environments could not be loaded"
            {...describeError(environments.error)}
            onRetry={() => void environments.refetch()}
          />
        </div>
      )}
      {environments.data && <EnvironmentTable environments={environments.data.data} />}
      <CreateEnvironmentDialog isOpen={isCreating} onOpenChange={setIsCreating} />
    </>
  );
}
