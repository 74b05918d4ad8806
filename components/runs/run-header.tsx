"use client";

import { CircleSlash, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import { cancelEffect, cancelTitle } from "./cancel-words.ts";
import { CopyRunMenu } from "./copy-run-menu.tsx";
import { useCancelRun, useReplayRun } from "./mutations.ts";
import { RunAncestors } from "./run-ancestors.tsx";
import { RunDuration } from "./run-duration.tsx";
import { RunMoreActions } from "./run-more-actions.tsx";
import { RunNeighbours, useListOfRun } from "./run-neighbours.tsx";
import { RunStatusChip } from "./run-status.tsx";

type RunHeaderProps = { run: RunObject; timeline: RunTimelineView };

export function RunHeader({ run, timeline }: RunHeaderProps): ReactNode {
  const paths = usePaths();
  const from = useListOfRun();
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Runs", href: from === "" ? paths.runs : `${paths.runs}?${from}` }]}
        title={
          <>
            <span className="min-w-0 truncate" title={run.taskIdentifier}>
              {run.taskIdentifier}
            </span>
            <RunStatusChip status={run.status} />
          </>
        }
        actions={
          <>
            <RunNeighbours runId={run.id} />
            <CopyRunMenu run={run} timeline={timeline} />
            <RunMoreActions run={run} timeline={timeline} />
            <RunActions run={run} />
          </>
        }
      />
      <FilterRow>
        <span className="flex min-w-0 items-center gap-1">
          <span title={run.id} className="min-w-0 truncate font-mono text-mono">
            {run.id}
          </span>
          <CopyButton value={run.id} label="Copy run id" />
        </span>
        <RunAncestors run={run} />
        {run.isTest && <Badge className="shrink-0">Test</Badge>}
        <span className="ml-auto flex shrink-0 items-center gap-4 text-text-muted tabular-nums">
          <RelativeTime value={run.createdAt} />
          <span className="text-text">
            <RunDuration run={run} />
          </span>
        </span>
      </FilterRow>
    </>
  );
}

function RunActions({ run }: { run: RunObject }): ReactNode {
  const [isAsking, setIsAsking] = useState(false);
  const router = useRouter();
  const paths = usePaths();
  const readOnlyReason = useReadOnlyReason();
  const replay = useReplayRun();
  const cancel = useCancelRun();
  const startReplay = () =>
    replay.mutate(run.id, {
      onSuccess: ({ id }) => router.push(paths.run(id)),
      onError: (error) =>
        showToast(`The run was not replayed: ${describeError(error).message}`, "danger"),
    });
  return (
    <>
      <Button
        size="small"
        shortcut="r"
        label="Replay run"
        isPending={replay.isPending}
        disabledReason={readOnlyReason}
        onClick={startReplay}
      >
        {!replay.isPending && <RotateCcw aria-hidden className="size-3.5" />}
        <span className="max-sm:sr-only">Replay</span>
      </Button>
      {!isFinal(run.status) && (
        <Button
          size="small"
          shortcut="c"
          label="Cancel run"
          disabledReason={readOnlyReason}
          onClick={() => setIsAsking(true)}
        >
          <CircleSlash aria-hidden className="size-3.5" />
          <span className="max-sm:sr-only">Cancel…</span>
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={cancelTitle(run)}
        description={cancelEffect(run)}
        confirmLabel="Cancel run"
        dismissLabel="Keep it running"
        isPending={cancel.isPending}
        error={cancel.isError ? describeError(cancel.error) : undefined}
        onConfirm={() => cancel.mutate(run.id, { onSuccess: () => setIsAsking(false) })}
      />
    </>
  );
}
