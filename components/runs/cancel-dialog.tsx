"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import type { RunListItem } from "#sdk/wire/api.ts";
import { cancelEffect, cancelTitle } from "./cancel-words.ts";
import { useCancelRun } from "./mutations.ts";

export type CancelDialogProps = {
  run: RunListItem;
  onClose: () => void;
  onCanceled: () => void;
};

/** There while it asks. */
export function CancelDialog({ run, onClose, onCanceled }: CancelDialogProps): ReactNode {
  const cancel = useCancelRun();
  const confirm = () =>
    cancel.mutate(run.id, {
      onSuccess: () => {
        onClose();
        onCanceled();
      },
    });
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={cancelTitle(run)}
      description={cancelEffect(run)}
      confirmLabel="Cancel run"
      dismissLabel="Keep it running"
      isPending={cancel.isPending}
      error={cancel.isError ? describeError(cancel.error) : undefined}
      onConfirm={confirm}
    />
  );
}
