"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { NameInput, readName } from "#components/new-project/name-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";
import { useUpdateEnvironment } from "./mutations.ts";
import { ToneChoice } from "./tone-choice.tsx";

type Props = { environment: EnvironmentSettingsView | undefined; onClose: () => void };

export function EditEnvironmentDialog({ environment, onClose }: Props): ReactNode {
  return (
    <Dialog
      isOpen={environment !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Edit ${environment?.name ?? ""}`}
      description={`Its slug ${environment?.slug ?? ""} stays, and so do its addresses and keys.`}
    >
      {environment && <EditForm key={environment.id} environment={environment} onClose={onClose} />}
    </Dialog>
  );
}

type FormProps = { environment: EnvironmentSettingsView; onClose: () => void };

function EditForm({ environment, onClose }: FormProps): ReactNode {
  const update = useUpdateEnvironment();
  const [tone, setTone] = useState(environment.tone);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = readName(event.currentTarget, "name");
    setProblem(name === "" ? "Enter a name" : undefined);
    const { slug } = environment;
    if (name !== "") update.mutate({ slug, name, tone }, { onSuccess: onClose });
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <NameInput name="name" label="Name" initial={environment.name} error={problem} />
      <ToneChoice value={tone} onChange={setTone} />
      {update.isError && (
        <ErrorCallout title="Nothing was changed" {...describeError(update.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={update.isPending}>
          Save environment
        </Button>
      </div>
    </form>
  );
}
