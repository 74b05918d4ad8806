"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import type { SignInProvider } from "#worker/domain/organizations/views.ts";
import type { WorkspaceView } from "#worker/domain/views.ts";
import { useConnectProvider, useDisconnectProvider } from "./mutations.ts";

type Props = {
  user: WorkspaceView["user"];
  providers: readonly SignInProvider[];
  /** What went wrong on the way back from a provider. */
  problem: string | undefined;
};

/** Identities elsewhere that sign this person in. Not there when no provider is configured. */
export function IdentitiesSection({ user, providers, problem }: Props): ReactNode {
  if (providers.length === 0) return null;
  return (
    <section aria-labelledby="identities" className="flex flex-col gap-4">
      <div>
        <h2 id="identities" className="font-semibold text-section">
          Other ways to sign in
        </h2>
        <p className="text-text-muted">
          A connected identity opens this account, whatever its email address is.
        </p>
      </div>
      {problem !== undefined && <ErrorCallout title="Nothing was connected" message={problem} />}
      <ul className="border-border border-t">
        {providers.map((provider) => (
          <IdentityRow
            key={provider.id}
            provider={provider}
            isConnected={user.identities.includes(provider.id)}
            isOnly={!user.hasPassword && user.identities.length === 1}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = { provider: SignInProvider; isConnected: boolean; isOnly: boolean };

function IdentityRow({ provider, isConnected, isOnly }: RowProps): ReactNode {
  const router = useRouter();
  const connect = useConnectProvider();
  const disconnect = useDisconnectProvider();
  const failure = connect.error ?? disconnect.error;
  return (
    <li className="flex min-h-12 min-w-0 flex-col justify-center gap-2 border-border border-b py-2">
      <div className="flex min-w-0 items-center gap-3">
        <span className="flex min-w-0 flex-1 items-center gap-2 font-medium">
          <span className="truncate">{provider.name}</span>
          {isConnected && <Badge tone="success">Connected</Badge>}
        </span>
        {isConnected ? (
          <Button
            size="small"
            aria-label={`Disconnect ${provider.name}`}
            isPending={disconnect.isPending}
            disabledReason={
              isOnly ? "It is your only way to sign in. Set a password first." : undefined
            }
            onClick={() => disconnect.mutate(provider.id, { onSuccess: () => router.refresh() })}
          >
            Disconnect
          </Button>
        ) : (
          <Button
            size="small"
            aria-label={`Connect ${provider.name}`}
            isPending={connect.isPending || connect.isSuccess}
            onClick={() => connect.mutate(provider.id)}
          >
            Connect
          </Button>
        )}
      </div>
      {failure !== null && <ErrorCallout title="Nothing was changed" {...describeError(failure)} />}
    </li>
  );
}
