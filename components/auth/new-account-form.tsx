"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { type AccountField, fieldProblem, MIN_PASSWORD_LENGTH } from "./account-fields.ts";

const FIELDS: readonly AccountField[] = ["name", "email", "password"];

export type NewAccount = { name: string; email: string; password: string };

export type NewAccountFormProps = {
  initialEmail?: string;
  submitLabel: string;
  create: {
    mutate: (account: NewAccount) => void;
    isPending: boolean;
    isSuccess: boolean;
    isError: boolean;
    error: unknown;
  };
};

/** Name, email and password of somebody who comes in for the first time. */
export function NewAccountForm(props: NewAccountFormProps): ReactNode {
  const { initialEmail = "", submitLabel, create } = props;
  const [errors, setErrors] = useState<Partial<Record<AccountField, string>>>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const read = (field: AccountField) => String(data.get(field) ?? "");
    const found: Partial<Record<AccountField, string>> = {};
    for (const field of FIELDS) {
      const problem = fieldProblem(field, read(field));
      if (problem !== undefined) found[field] = problem;
    }
    setErrors(found);
    const first = FIELDS.find((field) => found[field] !== undefined);
    if (first) form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    else {
      create.mutate({
        name: read("name").trim(),
        email: read("email").trim(),
        password: read("password"),
      });
    }
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name" error={errors.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" autoFocus />}
      </Field>
      <Field label="Email" error={errors.email} hint="You sign in with it. Nothing is sent to it.">
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            defaultValue={initialEmail}
          />
        )}
      </Field>
      <Field
        label="Password"
        error={errors.password}
        hint={`At least ${MIN_PASSWORD_LENGTH} characters`}
      >
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="new-password" />
        )}
      </Field>
      {create.isError && (
        <ErrorCallout title="The account was not created" {...describeError(create.error)} />
      )}
      <Button type="submit" variant="primary" isPending={create.isPending || create.isSuccess}>
        {submitLabel}
      </Button>
    </form>
  );
}
