"use client";

import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { QueueObject } from "#sdk/wire/queue.ts";
import { LimitForm } from "./limit-form.tsx";
import { useOverrideLimit, useResetLimit } from "./mutations.ts";

type Props = { queue: QueueObject | undefined; onClose: () => void };

export function LimitDialog({ queue, onClose }: Props): ReactNode {
  return (
    <Dialog
      isOpen={queue !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={queue ? `Limit of ${queue.name}` : ""}
      description="How many runs of this queue execute at once, for each concurrency key. It stands above the limit in the code, also after deployments, until it is reset."
    >
      {queue && <QueueLimitForm key={queue.id} queue={queue} onClose={onClose} />}
    </Dialog>
  );
}

function QueueLimitForm(props: { queue: QueueObject; onClose: () => void }): ReactNode {
  const { queue, onClose } = props;
  const { base, current, override } = queue.concurrency;
  const overriding = useOverrideLimit();
  const resetting = useResetLimit();
  return (
    <LimitForm
      current={current}
      hint={`The code says ${base ?? "nothing, so the environment’s limit holds"}. With 0, nothing of it starts.`}
      submitLabel="Override limit"
      isPending={overriding.isPending}
      error={overriding.error ?? resetting.error}
      onSubmit={(limit) => overriding.mutate({ id: queue.id, limit }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {override !== null && (
        <Button
          className="mr-auto"
          isPending={resetting.isPending}
          onClick={() => resetting.mutate({ id: queue.id }, { onSuccess: onClose })}
        >
          Reset to code
        </Button>
      )}
    </LimitForm>
  );
}
