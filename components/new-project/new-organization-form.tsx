"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useCreateOrganization } from "./mutations.ts";
import { NameInput, readName } from "./name-input.tsx";

export function NewOrganizationForm(): ReactNode {
  const create = useCreateOrganization();
  const [problems, setProblems] = useState<{ name?: string; projectName?: string }>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    // Read last, the first one that is empty keeps the focus.
    const projectName = readName(form, "projectName");
    const name = readName(form, "name");
    setProblems({
      ...(name === "" && { name: "Enter a name" }),
      ...(projectName === "" && { projectName: "Enter a name" }),
    });
    if (name !== "" && projectName !== "") create.mutate({ name, projectName });
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="flex flex-col gap-4">
      <NameInput
        name="name"
        label="Organization name"
        error={problems.name}
        hint="You become its owner. Its members see its projects and no others."
      />
      <NameInput
        name="projectName"
        label="First project"
        initial="My project"
        error={problems.projectName}
        isFirst={false}
      />
      {create.isError && (
        <ErrorCallout title="No organization was created" {...describeError(create.error)} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isPending={create.isPending || create.isSuccess}>
          Create organization
        </Button>
        <ButtonLink href="/" variant="ghost">
          Back
        </ButtonLink>
      </div>
    </form>
  );
}
