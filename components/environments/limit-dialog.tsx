"use client";

import type { ReactNode } from "react";
import { LimitForm } from "#components/queues/limit-form.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";
import { useSetLimit } from "./mutations.ts";

type LimitedEnvironment = Pick<EnvironmentSettingsView, "id" | "name" | "concurrencyLimit">;

type Props = { environment: LimitedEnvironment | undefined; onClose: () => void };

export function EnvironmentLimitDialog({ environment, onClose }: Props): ReactNode {
  return (
    <Dialog
      isOpen={environment !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Limit of ${environment?.name ?? ""}`}
      description="How many runs execute at once over all queues together. Runs beyond it wait in their queues; runs that wait inside their code hold no place. What executes above a lower limit finishes; with 0, nothing starts."
    >
      {environment && (
        <EnvironmentLimitForm key={environment.id} environment={environment} onClose={onClose} />
      )}
    </Dialog>
  );
}

function EnvironmentLimitForm(props: {
  environment: LimitedEnvironment;
  onClose: () => void;
}): ReactNode {
  const { environment, onClose } = props;
  const change = useSetLimit(environment.id);
  return (
    <LimitForm
      current={environment.concurrencyLimit}
      submitLabel="Change limit"
      isPending={change.isPending}
      error={change.error}
      onSubmit={(limit) => change.mutate(limit, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
