"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { SignInProvider } from "#worker/domain/organizations/views.ts";
import { useRegister } from "./mutations.ts";
import { NewAccountForm } from "./new-account-form.tsx";
import { ProviderButtons } from "./provider-buttons.tsx";

/** For somebody who has no account here, or is not signed in. */
type Props = {
  token: string;
  email: string | undefined;
  providers: readonly SignInProvider[];
};

export function InvitationForm(props: Props): ReactNode {
  const register = useRegister(props.token);
  const next = `/invitations/${encodeURIComponent(props.token)}`;
  return (
    <div className="flex flex-col gap-4">
      <ProviderButtons
        providers={props.providers}
        verb="Join with"
        next={next}
        errorPath={`/sign-in?next=${encodeURIComponent(next)}`}
        invitation={props.token}
      />
      <NewAccountForm
        initialEmail={props.email ?? ""}
        submitLabel="Create account and join"
        create={register}
      />
      <p className="text-text-muted">
        You have an account?{" "}
        <Link
          href={`/sign-in?next=${encodeURIComponent(next)}`}
          className="rounded-small text-accent underline"
        >
          Sign in to join
        </Link>
      </p>
    </div>
  );
}
