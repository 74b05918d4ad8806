"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { useCreateProject } from "./mutations.ts";
import { NameInput, readName } from "./name-input.tsx";

type Props = {
  /** Those in which this person may make projects; never empty. */
  organizations: readonly { slug: string; name: string }[];
  initialOrg: string;
};

export function NewProjectForm({ organizations, initialOrg }: Props): ReactNode {
  const create = useCreateProject();
  const [org, setOrg] = useState(initialOrg);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = readName(event.currentTarget, "name");
    setProblem(name === "" ? "Enter a name" : undefined);
    if (name !== "") create.mutate({ org, name });
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="flex flex-col gap-4">
      {organizations.length > 1 && (
        <Field label="Organization">
          {(control) => (
            <Select
              {...control}
              value={org}
              onValueChange={setOrg}
              options={organizations.map(({ slug, name }) => ({ value: slug, label: name }))}
            />
          )}
        </Field>
      )}
      <NameInput
        name="name"
        label="Project name"
        error={problem}
        hint="Its address and its reference are made from this; they stay when it is renamed."
      />
      {create.isError && (
        <ErrorCallout title="No project was created" {...describeError(create.error)} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isPending={create.isPending || create.isSuccess}>
          Create project
        </Button>
        <ButtonLink href="/" variant="ghost">
          Back
        </ButtonLink>
      </div>
    </form>
  );
}
