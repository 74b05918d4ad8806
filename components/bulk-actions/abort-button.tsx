"use client";

import { CircleStop } from "lucide-react";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { useAbortBulkAction } from "./mutations.ts";

/** Aborting leaves what was done as it is, so it does not ask. */
export function AbortButton(props: { action: BulkActionObject; className?: string }): ReactNode {
  const { action, className } = props;
  const abort = useAbortBulkAction();
  const run = () =>
    abort.mutate(action.id, {
      onError: (error) => showToast(`It goes on: ${describeError(error).message}`, "danger"),
    });
  return (
    <Button
      size="small"
      className={className ?? ""}
      isPending={abort.isPending}
      disabledReason={useReadOnlyReason()}
      tooltip="What is done stays; nothing more is done"
      onClick={run}
    >
      <CircleStop aria-hidden className="size-3.5" />
      Abort
    </Button>
  );
}
