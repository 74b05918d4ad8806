"use client";

import { CircleSlash, RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import type { BulkRequest } from "#components/bulk-actions/bulk-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunListItem } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { useReplayRun } from "./mutations.ts";
import { shortRunId } from "./run-id.ts";

/** Most visits open neither. */
const BulkDialog = dynamic(() =>
  import("#components/bulk-actions/bulk-dialog.tsx").then((module) => module.BulkDialog),
);
const CancelDialog = dynamic(() =>
  import("./cancel-dialog.tsx").then((module) => module.CancelDialog),
);

export type RunsActionBarProps = {
  runs: readonly RunListItem[];
  selectedIds: ReadonlySet<string>;
  /** The row in focus, which r and c act on when nothing is selected. */
  activeId: string | undefined;
  onClear: () => void;
};

/** At the bottom once something is selected; its keys also act on the row in focus. Several runs are a bulk action. */
export function RunsActionBar(props: RunsActionBarProps): ReactNode {
  const { runs, selectedIds, activeId, onClear } = props;
  const [canceled, setCanceled] = useState<RunListItem>();
  const [bulk, setBulk] = useState<BulkRequest>();
  const replay = useReplay(onClear);
  const readOnlyReason = useReadOnlyReason();
  const hasSelection = selectedIds.size > 0;
  const targets = runs.filter((run) =>
    hasSelection ? selectedIds.has(run.id) : run.id === activeId,
  );
  const open = targets.filter((run) => !isFinal(run.status));
  const nothing = targets.length === 0 ? "Select a run first" : readOnlyReason;
  const count = selectedIds.size === 1 ? "1 run selected" : `${selectedIds.size} runs selected`;
  const ask = (action: BulkRequest["action"], chosen: readonly RunListItem[]) => {
    const [only] = chosen;
    if (chosen.length > 1) {
      const runIds = chosen.map((run) => run.id);
      setBulk({ action, selection: { by: "IDS", runIds } });
    } else if (action === "cancel") setCanceled(only);
    else if (only) replay.run(only.id);
  };
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
          onClick={() => ask("replay", targets)}
        >
          <RotateCcw aria-hidden className="size-3.5" />
          Replay
        </Button>
        <Button
          size="small"
          shortcut="c"
          label="Cancel runs"
          disabledReason={nothing ?? (open.length === 0 ? "All of these have finished" : undefined)}
          onClick={() => ask("cancel", open)}
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
      {canceled && (
        <CancelDialog run={canceled} onClose={() => setCanceled(undefined)} onCanceled={onClear} />
      )}
      {bulk && <BulkDialog request={bulk} onClose={() => setBulk(undefined)} onStarted={onClear} />}
    </>
  );
}

function useReplay(onDone: () => void) {
  const replay = useReplayRun();
  const paths = usePaths();
  const run = (runId: string) =>
    replay.mutate(runId, {
      onSuccess: ({ id }) => {
        showToast(
          <>
            Replayed as{" "}
            <Link href={paths.run(id)} className="font-mono text-accent text-mono underline">
              {shortRunId(id)}
            </Link>
          </>,
        );
        onDone();
      },
      onError: (error) =>
        showToast(`Run ${runId} was not replayed: ${describeError(error).message}`, "danger"),
    });
  return { isPending: replay.isPending, run };
}
