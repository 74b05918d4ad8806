"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { MAX_NAME_LENGTH } from "#components/new-project/name-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

type Props = {
  /** What is renamed, such as "project". */
  noun: string;
  name: string;
  /** Why this person may not. */
  deniedReason: string | undefined;
  rename: {
    mutate: (name: string, options: { onSuccess: () => void }) => void;
    isPending: boolean;
    isSuccess: boolean;
    isError: boolean;
    error: unknown;
  };
};

export function RenameForm({ noun, name, deniedReason, rename }: Props): ReactNode {
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = String(new FormData(form).get("name") ?? "").trim();
    setProblem(given === "" ? "Enter a name" : undefined);
    if (given === "") return form.querySelector("input")?.focus();
    // The sidebar is drawn by the server.
    rename.mutate(given, { onSuccess: () => router.refresh() });
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label="Name"
        error={problem}
        hint={deniedReason ?? "What people read. Addresses, references and keys stay as they are."}
      >
        {(control) => (
          <Input
            {...control}
            name="name"
            autoComplete="off"
            maxLength={MAX_NAME_LENGTH}
            defaultValue={name}
            readOnly={deniedReason !== undefined}
          />
        )}
      </Field>
      {rename.isError && (
        <ErrorCallout title="Nothing was changed" {...describeError(rename.error)} />
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" isPending={rename.isPending} disabledReason={deniedReason}>
          Rename {noun}
        </Button>
        <span role="status" className="text-text-muted">
          {rename.isSuccess ? "Renamed" : ""}
        </span>
      </div>
    </form>
  );
}
