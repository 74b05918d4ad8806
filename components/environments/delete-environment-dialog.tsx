"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";
import { useDeleteEnvironment } from "./mutations.ts";
import { lossText } from "./words.ts";

type Props = { environment: EnvironmentSettingsView | undefined; onClose: () => void };

export function DeleteEnvironmentDialog({ environment, onClose }: Props): ReactNode {
  const here = usePlace().environment;
  const remove = useDeleteEnvironment();
  const done = () => {
    // The page that is shown belongs to what is gone.
    if (environment?.id === here.id) window.location.assign("/");
    else onClose();
  };
  return (
    <ConfirmDialog
      isOpen={environment !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Delete ${environment?.name ?? ""}?`}
      description={
        environment && (
          <div className="flex flex-col gap-2">
            <p>
              Its runs and their logs, deployments, schedules, waitpoint tokens, variables and API
              keys are deleted for good. Clients with its keys are refused from then on.
            </p>
            <p>{lossText([environment])}</p>
          </div>
        )
      }
      confirmLabel="Delete environment"
      dismissLabel="Keep it"
      {...(environment && { typeToConfirm: environment.slug })}
      isPending={remove.isPending}
      error={remove.isError ? describeError(remove.error) : undefined}
      onConfirm={() => environment && remove.mutate(environment.slug, { onSuccess: done })}
    />
  );
}
