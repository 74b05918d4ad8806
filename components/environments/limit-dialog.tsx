"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { parseLimit } from "#components/queues/limit-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";
import { useSetLimit } from "./mutations.ts";

type Props = { environment: EnvironmentSettingsView | undefined; onClose: () => void };

export function EnvironmentLimitDialog({ environment, onClose }: Props): ReactNode {
  return (
    <Dialog
      isOpen={environment !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Limit of ${environment?.name ?? ""}`}
      description="How many runs execute at once over all queues together. Runs beyond it wait in their queues; runs that wait inside their code hold no place. What executes above a lower limit finishes; with 0, nothing starts."
    >
      {environment && (
        <LimitForm key={environment.id} environment={environment} onClose={onClose} />
      )}
    </Dialog>
  );
}

type FormProps = { environment: EnvironmentSettingsView; onClose: () => void };

function LimitForm({ environment, onClose }: FormProps): ReactNode {
  const { id, concurrencyLimit } = environment;
  const [problem, setProblem] = useState<string>();
  const change = useSetLimit(id);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const parsed = parseLimit(String(new FormData(event.currentTarget).get("limit") ?? ""));
    if ("error" in parsed) return setProblem(parsed.error);
    setProblem(undefined);
    change.mutate(parsed.limit, { onSuccess: onClose });
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <Field label="Runs at once" error={problem}>
        {(control) => (
          <Input
            {...control}
            name="limit"
            inputMode="numeric"
            autoComplete="off"
            className="w-32"
            defaultValue={String(concurrencyLimit)}
          />
        )}
      </Field>
      {change.isError && (
        <ErrorCallout title="The limit was not changed" {...describeError(change.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep {concurrencyLimit}</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={change.isPending}>
          Change limit
        </Button>
      </div>
    </form>
  );
}
