"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { useStartNow } from "./mutations.ts";

type RunNowButtonProps = { runId: string; label: string; tooltip: string };

/** For a run that was triggered for later, or waits for its next attempt. */
export function RunNowButton({ runId, label, tooltip }: RunNowButtonProps): ReactNode {
  const start = useStartNow();
  return (
    <div className="flex flex-col items-start gap-2 py-1">
      <Button
        size="small"
        isPending={start.isPending}
        disabledReason={useReadOnlyReason()}
        tooltip={tooltip}
        onClick={() => start.mutate(runId)}
      >
        {label}
      </Button>
      {start.isError && (
        <ErrorCallout title="Its delay was not changed" {...describeError(start.error)} />
      )}
    </div>
  );
}
