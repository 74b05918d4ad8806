"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { useStartNow } from "./mutations.ts";

/** For a run that was triggered for later. */
export function RunNowButton({ runId }: { runId: string }): ReactNode {
  const start = useStartNow();
  return (
    <div className="flex flex-col items-start gap-2 py-1">
      <Button
        size="small"
        isPending={start.isPending}
        disabledReason={useReadOnlyReason()}
        tooltip="Ends its delay: it is queued within a second"
        onClick={() => start.mutate(runId)}
      >
        Run now
      </Button>
      {start.isError && (
        <ErrorCallout title="Its delay was not changed" {...describeError(start.error)} />
      )}
    </div>
  );
}
