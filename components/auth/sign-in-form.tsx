"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { ApiError, describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { SignInProvider } from "#worker/domain/organizations/views.ts";
import { fieldProblem } from "./account-fields.ts";
import { useSignIn } from "./mutations.ts";
import { ProviderButtons } from "./provider-buttons.tsx";

type Props = {
  next: string;
  providers: readonly SignInProvider[];
  /** What went wrong on the way here. */
  problem: string | undefined;
};

export function SignInForm({ next, providers, problem }: Props): ReactNode {
  const signIn = useSignIn(next);
  const [errors, setErrors] = useState<{
    email?: string | undefined;
    password?: string | undefined;
  }>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const email = String(data.get("email") ?? "");
    const password = String(data.get("password") ?? "");
    const found = {
      email: fieldProblem("email", email),
      // An old password may be shorter than today's rule.
      password: password === "" ? "Enter your password" : undefined,
    };
    setErrors(found);
    const first = found.email ? "email" : found.password ? "password" : undefined;
    if (first) form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    else signIn.mutate({ email: email.trim(), password });
  };
  return (
    <div className="flex flex-col gap-4">
      {problem !== undefined && <ErrorCallout title="You are not signed in" message={problem} />}
      <ProviderButtons
        providers={providers}
        verb="Continue with"
        next={next}
        errorPath={`/sign-in?next=${encodeURIComponent(next)}`}
      />
      <form noValidate method="post" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Email" error={errors.email}>
          {(control) => (
            <Input {...control} name="email" type="email" autoComplete="username" autoFocus />
          )}
        </Field>
        <Field label="Password" error={errors.password}>
          {(control) => (
            <Input {...control} name="password" type="password" autoComplete="current-password" />
          )}
        </Field>
        {signIn.isError && (
          <ErrorCallout title="You are not signed in" {...explain(signIn.error)} />
        )}
        <Button type="submit" variant="primary" isPending={signIn.isPending || signIn.isSuccess}>
          Sign in
        </Button>
        <p className="text-caption text-text-muted">
          No password yet? Open the sign-in link that Pawl prints when it starts, then set one under
          Account.
        </p>
      </form>
    </div>
  );
}

function explain(error: unknown): { message: string; requestId?: string } {
  const isRefused = error instanceof ApiError && (error.status === 401 || error.status === 400);
  return isRefused
    ? { message: "Email and password do not match an account." }
    : describeError(error);
}
