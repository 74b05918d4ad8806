"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useRegister } from "./mutations.ts";
import { NewAccountForm } from "./new-account-form.tsx";

/** For somebody who has no account here, or is not signed in. */
export function InvitationForm(props: { token: string; email: string | undefined }): ReactNode {
  const register = useRegister(props.token);
  const next = `/invitations/${encodeURIComponent(props.token)}`;
  return (
    <div className="flex flex-col gap-4">
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
