"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import type { SignInProvider } from "#worker/domain/organizations/views.ts";
import { useProviderSignIn } from "./mutations.ts";

type Props = {
  providers: readonly SignInProvider[];
  /** Before the name, such as "Continue with". */
  verb: string;
  /** Where to go on afterwards. */
  next: string;
  /** Where to say what went wrong. */
  errorPath: string;
  /** Makes an account for who has none. */
  invitation?: string;
};

/** One button for each configured provider, and nothing where there is none. */
export function ProviderButtons({ providers, verb, ...flow }: Props): ReactNode {
  const signIn = useProviderSignIn(flow);
  if (providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          isPending={(signIn.isPending || signIn.isSuccess) && signIn.variables === id}
          onClick={() => signIn.mutate(id)}
        >
          {verb} {name}
        </Button>
      ))}
      {signIn.isError && (
        <ErrorCallout title="You are not signed in" {...describeError(signIn.error)} />
      )}
      <p aria-hidden className="flex items-center gap-3 pt-2 text-caption text-text-muted">
        <span className="h-px flex-1 bg-border" />
        or
        <span className="h-px flex-1 bg-border" />
      </p>
    </div>
  );
}
