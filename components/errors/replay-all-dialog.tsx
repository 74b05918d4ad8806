"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { ErrorDetailView } from "#worker/domain/insight/views.ts";
import { useReplayAll } from "./queries.ts";

export function ReplayAllDialog(props: { error: ErrorDetailView; onClose: () => void }): ReactNode {
  const { error, onClose } = props;
  const paths = usePaths();
  const replay = useReplayAll(error.id);
  const count = error.count.toLocaleString("en");
  const start = () =>
    replay.mutate(`Replay of ${error.name} in ${error.task}`.slice(0, 255), {
      onSuccess: ({ id }) => {
        onClose();
        showToast(
          <>
            They are replayed in the background.{" "}
            <Link href={paths.bulkAction(id)} className="underline">
              See how far they are
            </Link>
          </>,
        );
      },
    });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Replay ${count} ${error.count === 1 ? "run" : "runs"} of ${error.task}?`}
      description="Each run that ended with this error and is still kept is triggered again with its payload, in the version that is current when it starts. Those that were replayed before are replayed again."
      confirmLabel="Replay all"
      dismissLabel="Leave them"
      isDestructive={false}
      isPending={replay.isPending}
      error={replay.isError ? describeError(replay.error) : undefined}
      onConfirm={start}
    />
  );
}
