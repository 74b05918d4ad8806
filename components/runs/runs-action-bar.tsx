"use client";

import { CircleSlash, RotateCcw } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunListItem } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { cancelEffect, cancelTitle } from "./cancel-words.ts";
import { type BulkOutcome, useBulkRuns } from "./mutations.ts";
import { shortRunId } from "./run-id.ts";

export type RunsActionBarProps = {
  runs: readonly RunListItem[];
  selectedIds: ReadonlySet<string>;
  /** The row in focus, which r and c act on when nothing is selected. */
  activeId: string | undefined;
  onClear: () => void;
};

/** At the bottom once something is selected; its keys also act on the row in focus. */
export function RunsActionBar(props: RunsActionBarProps): ReactNode {
  const { runs, selectedIds, activeId, onClear } = props;
  const [isAsking, setIsAsking] = useState(false);
  const replay = useReplayAll(onClear);
  const cancel = useCancelAll(() => {
    setIsAsking(false);
    onClear();
  });
  const readOnlyReason = useReadOnlyReason();
  const hasSelection = selectedIds.size > 0;
  const targets = runs.filter((run) =>
    hasSelection ? selectedIds.has(run.id) : run.id === activeId,
  );
  const open = targets.filter((run) => !isFinal(run.status));
  const nothing = targets.length === 0 ? "Select a run first" : readOnlyReason;
  const count = selectedIds.size === 1 ? "1 run selected" : `${selectedIds.size} runs selected`;
  return (
    <>
      <div
        // Hidden without a selection, but mounted: the keys belong to these buttons.
        className={
          hasSelection
            ? "flex h-12 shrink-0 items-center gap-2 border-border border-t bg-surface px-4"
            : "hidden"
        }
      >
        <span role="status" className="mr-2 min-w-0 truncate font-medium tabular-nums">
          {hasSelection ? count : ""}
        </span>
        <Button
          size="small"
          shortcut="r"
          label="Replay runs"
          isPending={replay.isPending}
          disabledReason={nothing}
          onClick={() => replay.mutate(targets.map((run) => run.id))}
        >
          <RotateCcw aria-hidden className="size-3.5" />
          Replay
        </Button>
        <Button
          size="small"
          shortcut="c"
          label="Cancel runs"
          disabledReason={nothing ?? (open.length === 0 ? "All of these have finished" : undefined)}
          onClick={() => setIsAsking(true)}
        >
          <CircleSlash aria-hidden className="size-3.5" />
          Cancel
        </Button>
        {hasSelection && (
          <Button
            size="small"
            variant="ghost"
            shortcut="escape"
            label="Clear selection"
            onClick={onClear}
            className="ml-auto"
          >
            Clear <Kbd keys="escape" className="pointer-coarse:hidden" />
          </Button>
        )}
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={cancelTitle(open)}
        description={cancelEffect(open)}
        confirmLabel={open.length === 1 ? "Cancel run" : `Cancel ${open.length} runs`}
        dismissLabel={open.length === 1 ? "Keep it running" : "Keep them running"}
        isPending={cancel.isPending}
        onConfirm={() => cancel.mutate(open.map((run) => run.id))}
      />
    </>
  );
}

function useReplayAll(onDone: () => void) {
  const replay = useBulkRuns("replay");
  const paths = usePaths();
  const report = (outcome: BulkOutcome) => {
    const [first] = outcome.done;
    if (outcome.done.length === 1 && first) {
      showToast(
        <>
          Replayed as{" "}
          <Link href={paths.run(first.id)} className="font-mono text-accent text-mono underline">
            {shortRunId(first.id)}
          </Link>
        </>,
      );
    } else if (first) showToast(`${outcome.done.length} runs replayed`);
    reportFailures(outcome, "replayed");
    onDone();
  };
  return { ...replay, mutate: (ids: string[]) => replay.mutate(ids, { onSuccess: report }) };
}

function useCancelAll(onDone: () => void) {
  const cancel = useBulkRuns("cancel");
  const report = (outcome: BulkOutcome) => {
    if (outcome.done.length > 1) showToast(`${outcome.done.length} runs canceled`);
    reportFailures(outcome, "canceled");
    onDone();
  };
  return { ...cancel, mutate: (ids: string[]) => cancel.mutate(ids, { onSuccess: report }) };
}

function reportFailures(outcome: BulkOutcome, verb: string): void {
  const [first] = outcome.failed;
  if (first === undefined) return;
  const what = outcome.failed.length === 1 ? `Run ${first.runId}` : `${outcome.failed.length} runs`;
  const were = outcome.failed.length === 1 ? "was" : "were";
  showToast(`${what} ${were} not ${verb}: ${describeError(first.error).message}`, "danger");
}
