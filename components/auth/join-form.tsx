"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useJoin, useSignOutHere } from "./mutations.ts";

type Props = { token: string; user: { name: string; email: string }; organization: string };

/** For somebody who is signed in already. */
export function JoinForm({ token, user, organization }: Props): ReactNode {
  const join = useJoin(token);
  const signOut = useSignOutHere();
  return (
    <div className="flex flex-col gap-4">
      <p className="break-words text-text-muted">
        You are signed in as <strong className="font-medium text-text">{user.email}</strong>.
      </p>
      {join.isError && <ErrorCallout title="You did not join" {...describeError(join.error)} />}
      <Button
        variant="primary"
        isPending={join.isPending || join.isSuccess}
        onClick={() => join.mutate()}
      >
        Join {organization}
      </Button>
      <Button variant="ghost" isPending={signOut.isPending} onClick={() => signOut.mutate()}>
        Use another account
      </Button>
    </div>
  );
}
