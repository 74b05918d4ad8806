"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { NameInput, readName } from "#components/new-project/name-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { ENVIRONMENT_TYPES, type EnvironmentTone, toneOf } from "#worker/domain/environments.ts";
import { KEY_PREFIXES } from "#worker/domain/key-prefixes.ts";
import { slugOf } from "#worker/domain/slugs.ts";
import { useCreateEnvironment } from "./mutations.ts";
import { ToneChoice } from "./tone-choice.tsx";
import { TYPE_NAMES } from "./words.ts";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function CreateEnvironmentDialog({ isOpen, onOpenChange }: Props): ReactNode {
  const { project } = usePlace();
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`New environment of ${project.name}`}
      description="It starts empty: its own deployments, runs, schedules, variables and keys."
    >
      <CreateForm onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose: () => void }): ReactNode {
  const create = useCreateEnvironment();
  const [type, setType] = useState<(typeof ENVIRONMENT_TYPES)[number]>("STAGING");
  const [chosen, setChosen] = useState<EnvironmentTone>();
  const [problems, setProblems] = useState<{ name?: string; slug?: string }>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const slug = String(new FormData(form).get("slug") ?? "").trim();
    const name = readName(form, "name");
    const found = {
      ...(name === "" && { name: "Enter a name" }),
      ...(slug !== slugOf(slug) && {
        slug: "Lower-case letters, digits and single hyphens, at most 40",
      }),
    };
    setProblems(found);
    if (found.name !== undefined) return;
    if (found.slug !== undefined)
      return form.querySelector<HTMLInputElement>("[name=slug]")?.focus();
    const options = { ...(slug !== "" && { slug }), ...(chosen && { tone: chosen }) };
    create.mutate({ name, type, ...options }, { onSuccess: onClose });
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <NameInput name="name" label="Name" error={problems.name} />
      <Field
        label="Slug (optional)"
        error={problems.slug}
        hint="In addresses and in calls to the API; it stays. Left empty, it is made from the name."
      >
        {(control) => (
          <Input {...control} name="slug" autoComplete="off" spellCheck={false} maxLength={40} />
        )}
      </Field>
      <Field
        label="Type"
        hint={`Its keys begin with ${KEY_PREFIXES[type]}, and tasks read it as ctx.environment.type.`}
      >
        {(control) => (
          <Select
            {...control}
            value={type}
            onValueChange={(value) =>
              setType(ENVIRONMENT_TYPES.find((one) => one === value) ?? "STAGING")
            }
            options={ENVIRONMENT_TYPES.map((one) => ({ value: one, label: TYPE_NAMES[one] }))}
          />
        )}
      </Field>
      <ToneChoice value={chosen ?? toneOf({ type, tone: null })} onChange={setChosen} />
      {create.isError && (
        <ErrorCallout title="No environment was created" {...describeError(create.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={create.isPending}>
          Create environment
        </Button>
      </div>
    </form>
  );
}
