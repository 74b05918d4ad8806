"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { fieldProblem, MIN_PASSWORD_LENGTH } from "#components/auth/account-fields.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { SignInProvider } from "#worker/domain/organizations/views.ts";
import type { WorkspaceView } from "#worker/domain/views.ts";
import { IdentitiesSection } from "./identities-section.tsx";
import { type AccountChange, useUpdateAccount } from "./mutations.ts";
import { SessionsSection } from "./sessions-section.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

type User = WorkspaceView["user"];

type Props = {
  user: User;
  providers: readonly SignInProvider[];
  problem: string | undefined;
};

export function AccountPage({ user, providers, problem }: Props): ReactNode {
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-10 px-4 py-8">
      <ProfileForm user={user} />
      <PasswordForm user={user} />
      <IdentitiesSection user={user} providers={providers} problem={problem} />
      <SessionsSection />
      <section className="flex flex-col gap-4">
        <h2 className="font-semibold text-section">Theme</h2>
        <ThemeChoice />
      </section>
    </div>
  );
}

function ProfileForm({ user }: { user: User }): ReactNode {
  return (
    <AccountForm
      title="Profile"
      saveLabel="Save profile"
      savedText="Profile saved"
      fields={[
        { name: "name", label: "Name", type: "text", autoComplete: "name", initial: user.name },
        {
          name: "email",
          label: "Email",
          type: "email",
          autoComplete: "email",
          initial: user.email,
          hint: "You sign in with it.",
        },
      ]}
    />
  );
}

function PasswordForm({ user }: { user: User }): ReactNode {
  return (
    <AccountForm
      title="Password"
      description={
        user.hasPassword
          ? "Changing it signs out your other sessions."
          : "You have no password yet. Set one to sign in from another browser."
      }
      saveLabel={user.hasPassword ? "Change password" : "Set password"}
      savedText="Password saved"
      fields={[
        ...(user.hasPassword ? [CURRENT_PASSWORD] : []),
        {
          name: "password",
          label: "New password",
          type: "password",
          autoComplete: "new-password",
          initial: "",
          hint: `At least ${MIN_PASSWORD_LENGTH} characters`,
        },
      ]}
    />
  );
}

type FormField = {
  name: "name" | "email" | "password" | "currentPassword";
  label: string;
  type: string;
  autoComplete: string;
  initial: string;
  hint?: string;
};

/** Whoever finds an open browser must not be able to take the account over. */
const CURRENT_PASSWORD: FormField = {
  name: "currentPassword",
  label: "Current password",
  type: "password",
  autoComplete: "current-password",
  initial: "",
};

function isPassword(name: FormField["name"]): boolean {
  return name === "password" || name === "currentPassword";
}

function AccountForm(props: {
  title: string;
  description?: string | undefined;
  saveLabel: string;
  savedText: string;
  fields: readonly FormField[];
}): ReactNode {
  const update = useUpdateAccount();
  const router = useRouter();
  const [errors, setErrors] = useState<Partial<Record<FormField["name"], string>>>({});
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const change: AccountChange = {};
    const found: typeof errors = {};
    for (const { name } of props.fields) {
      const value = String(data.get(name) ?? "");
      const problem = fieldProblem(name, value);
      if (problem !== undefined) found[name] = problem;
      change[name] = isPassword(name) ? value : value.trim();
    }
    setErrors(found);
    const first = props.fields.find(({ name }) => found[name] !== undefined);
    if (first) return form.querySelector<HTMLInputElement>(`[name=${first.name}]`)?.focus();
    update.mutate(change, {
      onSuccess: () => {
        for (const field of props.fields) if (isPassword(field.name)) form.reset();
        router.refresh();
      },
    });
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <h2 className="font-semibold text-section">{props.title}</h2>
        {props.description !== undefined && <p className="text-text-muted">{props.description}</p>}
      </div>
      {props.fields.map((field) => (
        <Field key={field.name} label={field.label} hint={field.hint} error={errors[field.name]}>
          {(control) => (
            <Input
              {...control}
              name={field.name}
              type={field.type}
              autoComplete={field.autoComplete}
              defaultValue={field.initial}
            />
          )}
        </Field>
      ))}
      {update.isError && (
        <ErrorCallout title="Nothing was changed" {...describeError(update.error)} />
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" isPending={update.isPending}>
          {props.saveLabel}
        </Button>
        <span role="status" className="text-text-muted">
          {update.isSuccess && !update.isPending ? props.savedText : ""}
        </span>
      </div>
    </form>
  );
}
