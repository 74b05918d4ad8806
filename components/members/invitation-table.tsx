"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useDeniedReason } from "#components/workspace/environment-context.tsx";
import { ROLE_NAMES } from "#components/workspace/role-names.ts";
import type { InvitationView } from "#worker/domain/organizations/views.ts";
import { useRevokeInvitation } from "./mutations.ts";

type Props = { invitations: readonly InvitationView[] };

export function InvitationTable({ invitations }: Props): ReactNode {
  return (
    <div className="overflow-x-auto border-border border-t">
      <Table className="min-w-200 table-fixed">
        <thead>
          <tr>
            <HeadCell>For</HeadCell>
            <HeadCell>Invited</HeadCell>
            <HeadCell className="w-44">Role</HeadCell>
            <HeadCell className="w-36">Expires</HeadCell>
            <HeadCell className="w-32">
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function InvitationRow({ invitation }: { invitation: InvitationView }): ReactNode {
  const { id, email, role, createdBy, createdAt, expiresAt } = invitation;
  const revoke = useRevokeInvitation();
  return (
    <Row>
      <Cell className="truncate" title={email}>
        {email ?? <span className="text-text-muted">Whoever has the link</span>}
      </Cell>
      <Cell className="truncate text-text-muted">
        <RelativeTime value={createdAt} /> by {createdBy}
      </Cell>
      <Cell>{ROLE_NAMES[role]}</Cell>
      <Cell className="text-text-muted">
        <RelativeTime value={expiresAt} />
      </Cell>
      <Cell className="text-right">
        <Button
          size="small"
          aria-label={`Revoke the invitation ${email === undefined ? "of an unnamed person" : `of ${email}`}`}
          disabledReason={useDeniedReason("write", "members")}
          isPending={revoke.isPending}
          onClick={() =>
            revoke.mutate(id, {
              onError: (error) =>
                showToast(
                  `The invitation was not revoked: ${describeError(error).message}`,
                  "danger",
                ),
            })
          }
        >
          Revoke
        </Button>
      </Cell>
    </Row>
  );
}
