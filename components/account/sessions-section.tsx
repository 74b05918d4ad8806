"use client";

import { useQuery } from "@tanstack/react-query";
import { Globe, Monitor, Smartphone } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import type { SessionView } from "#worker/domain/organizations/views.ts";
import { useRevokeOtherSessions, useRevokeSession } from "./mutations.ts";
import { accountQueries } from "./queries.ts";

/** Where this person is signed in, and how to end it. */
export function SessionsSection(): ReactNode {
  const { data, isError, error, refetch } = useQuery(accountQueries.sessions());
  const [isAsking, setIsAsking] = useState(false);
  const others = useRevokeOtherSessions();
  const sessions = data?.data ?? [];
  return (
    <section aria-labelledby="sessions" className="flex flex-col gap-4">
      <div>
        <h2 id="sessions" className="font-semibold text-section">
          Sessions
        </h2>
        <p className="text-text-muted">
          Where you are signed in. One that is revoked is signed out with its next request.
        </p>
      </div>
      {isError && data === undefined ? (
        <ErrorCallout
          title="Your sessions could not be loaded"
          {...describeError(error)}
          onRetry={() => void refetch()}
        />
      ) : (
        <ul className="border-border border-t">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      {sessions.length > 1 && (
        <div>
          <Button onClick={() => setIsAsking(true)}>Sign out everywhere else…</Button>
        </div>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title="Sign out everywhere else?"
        description="Every session but this one ends. Whoever uses one of them signs in again."
        confirmLabel="Sign out others"
        dismissLabel="Keep them"
        isPending={others.isPending}
        error={others.isError ? describeError(others.error) : undefined}
        onConfirm={() => others.mutate(undefined, { onSuccess: () => setIsAsking(false) })}
      />
    </section>
  );
}

function SessionRow({ session }: { session: SessionView }): ReactNode {
  const { id, device, userAgent, ipAddress, lastSeenAt, signedInAt, isCurrent } = session;
  const revoke = useRevokeSession();
  return (
    <li className="flex min-h-14 min-w-0 items-center gap-3 border-border border-b py-2">
      <DeviceIcon device={device} />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2 font-medium">
          <span className="truncate" title={userAgent}>
            {device}
          </span>
          {isCurrent && <Badge tone="success">This session</Badge>}
        </p>
        <p className="text-caption text-text-muted">
          {ipAddress !== undefined && `${ipAddress} · `}
          seen <RelativeTime value={lastSeenAt} /> · signed in <RelativeTime value={signedInAt} />
        </p>
      </div>
      {!isCurrent && (
        <Button
          size="small"
          aria-label={`Revoke ${device}`}
          isPending={revoke.isPending}
          onClick={() =>
            revoke.mutate(id, {
              onError: (error) =>
                showToast(`Nothing was revoked: ${describeError(error).message}`, "danger"),
            })
          }
        >
          Revoke
        </Button>
      )}
    </li>
  );
}

function DeviceIcon({ device }: { device: string }): ReactNode {
  const Icon = /iPhone|iPad|Android/.test(device)
    ? Smartphone
    : / on /.test(device)
      ? Monitor
      : Globe;
  return <Icon aria-hidden className="size-4 shrink-0 text-text-muted" />;
}
