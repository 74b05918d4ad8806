"use client";

import { useQueries } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckboxLabel } from "#components/ui/checkbox-label.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { usePlace, useProjectEnvironments } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import type { EnvironmentView } from "#worker/domain/views.ts";
import { type DraftRow, emptyRow, rowProblems, writtenRows } from "./draft-rows.ts";
import { DraftRows } from "./draft-rows-field.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { useSaveVariables } from "./mutations.ts";
import { variableQueries } from "./queries.ts";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function AddVariablesDialog({ isOpen, onOpenChange }: Props): ReactNode {
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title="Add variables"
      description="Paste a whole .env file into the first field, or write them one by one. One that is there already gets the new value."
      className="w-[min(44rem,calc(100vw-2rem))]"
    >
      <AddForm onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function AddForm({ onClose }: { onClose: () => void }): ReactNode {
  const { project, environment } = usePlace();
  const all = useProjectEnvironments();
  const [rows, setRows] = useState<DraftRow[]>([emptyRow(1)]);
  const [chosenIds, setChosenIds] = useState<readonly string[]>([environment.id]);
  const [isSecret, setIsSecret] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [isChecked, setIsChecked] = useState(false);
  const save = useSaveVariables();
  const chosen = all.filter(({ id }) => chosenIds.includes(id));
  const lists = useQueries({
    queries: chosen.map((one) =>
      variableQueries.list({ projectRef: project.ref, environment: one }),
    ),
  });
  const written = writtenRows(rows);
  const problems = rowProblems(rows);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (written.length === 0) return setProblem("Write a variable, or paste a .env file.");
    if (chosen.length === 0) return setProblem("Choose at least one environment.");
    setProblem(undefined);
    if (problems.size > 0) return;
    const variables = Object.fromEntries(written.map(({ name, value }) => [name, value]));
    save.mutate({ environments: chosen, variables, isSecret }, { onSuccess: onClose });
  };
  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <DraftRows rows={rows} onChange={setRows} problems={isChecked ? problems : new Map()} />
      <EnvironmentChoice all={all} chosenIds={chosenIds} onChange={setChosenIds} />
      <CheckboxLabel checked={isSecret} onCheckedChange={setIsSecret}>
        Secret: nobody sees the values again, only tasks read them
      </CheckboxLabel>
      {written.length > 0 && (
        <ImportPreview
          variables={written.filter(({ id }) => !problems.has(id))}
          environments={chosen.map((one, index) => ({
            environment: one,
            existing: lists[index]?.data,
          }))}
          isSecret={isSecret}
        />
      )}
      {problem !== undefined && (
        <p role="alert" className="text-caption text-danger">
          {problem}
        </p>
      )}
      {save.isError && (
        <ErrorCallout title="Not everything was saved" {...describeError(save.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={save.isPending}>
          {saveLabel(written.length, chosen)}
        </Button>
      </div>
    </form>
  );
}

function saveLabel(count: number, environments: readonly EnvironmentView[]): string {
  const what = count > 1 ? `${count} variables` : "variable";
  const [first] = environments;
  if (environments.length === 1 && first) return `Save ${what} in ${first.name}`;
  return `Save ${what} in ${environments.length} environments`;
}

function EnvironmentChoice(props: {
  all: readonly EnvironmentView[];
  chosenIds: readonly string[];
  onChange: (ids: readonly string[]) => void;
}): ReactNode {
  const { all, chosenIds, onChange } = props;
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">Environments</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        {all.map((environment) => (
          <CheckboxLabel
            key={environment.id}
            checked={chosenIds.includes(environment.id)}
            onCheckedChange={(isChosen) =>
              onChange(
                isChosen
                  ? [...chosenIds, environment.id]
                  : chosenIds.filter((id) => id !== environment.id),
              )
            }
          >
            <EnvironmentMark environment={environment} />
          </CheckboxLabel>
        ))}
      </div>
    </fieldset>
  );
}
