"use client";

import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { membershipProblem } from "#worker/domain/membership.ts";
import type { MemberView } from "#worker/domain/organizations/views.ts";
import { useChangeRole, useRemoveMember } from "./mutations.ts";
import { RoleSelect } from "./role-select.tsx";

export function MemberTable({ members }: { members: readonly MemberView[] }): ReactNode {
  const [removedId, setRemovedId] = useState<string>();
  const ownerCount = members.filter(({ role }) => role === "OWNER").length;
  return (
    <>
      <div className="overflow-x-auto">
        <Table className="table-fixed sm:min-w-200">
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell className="max-sm:hidden">Email</HeadCell>
              <HeadCell className="w-44 max-sm:w-28">Role</HeadCell>
              <HeadCell className="w-36 max-sm:hidden">Joined</HeadCell>
              <HeadCell className="w-32 max-sm:w-24">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <MemberRow
                key={member.userId}
                member={member}
                ownerCount={ownerCount}
                onRemove={() => setRemovedId(member.userId)}
              />
            ))}
          </tbody>
        </Table>
      </div>
      <RemoveDialog
        member={members.find(({ userId }) => userId === removedId)}
        onClose={() => setRemovedId(undefined)}
      />
    </>
  );
}

type RowProps = { member: MemberView; ownerCount: number; onRemove: () => void };

function MemberRow({ member, ownerCount, onRemove }: RowProps): ReactNode {
  const { workspace, organization } = usePlace();
  const { userId, role } = member;
  const isSelf = userId === workspace.user.id;
  const change = useChangeRole();
  const problemOf = (to: MemberView["role"] | null) =>
    membershipProblem({ actorRole: organization.role, isSelf, from: role, to, ownerCount });
  return (
    <Row>
      <Cell className="truncate font-medium max-sm:py-1.5" title={member.name}>
        {member.name || "No name yet"}
        {isSelf && <Badge className="ml-2">You</Badge>}
        <span className="block truncate font-normal text-caption text-text-muted sm:hidden">
          {member.email}
        </span>
      </Cell>
      <Cell className="truncate text-text-muted max-sm:hidden" title={member.email}>
        {member.email}
      </Cell>
      <Cell>
        <RoleSelect
          value={role}
          label={`Role of ${member.name}`}
          problemOf={problemOf}
          onChange={(next) =>
            change.mutate(
              { userId, role: next },
              {
                onError: (error) =>
                  showToast(`The role was not changed: ${describeError(error).message}`, "danger"),
              },
            )
          }
        />
      </Cell>
      <Cell className="text-text-muted max-sm:hidden">
        <RelativeTime value={member.joinedAt} />
      </Cell>
      <Cell className="text-right">
        <Button
          size="small"
          aria-label={isSelf ? `Leave ${organization.name}` : `Remove ${member.name}`}
          disabledReason={problemOf(null)}
          onClick={onRemove}
        >
          {isSelf ? "Leave…" : "Remove…"}
        </Button>
      </Cell>
    </Row>
  );
}

function RemoveDialog(props: { member: MemberView | undefined; onClose: () => void }): ReactNode {
  const { member, onClose } = props;
  const { workspace, organization } = usePlace();
  const remove = useRemoveMember();
  const isSelf = member?.userId === workspace.user.id;
  const done = () => {
    // Nothing of the organization may stay on screen.
    if (isSelf) window.location.assign("/");
    else onClose();
  };
  return (
    <ConfirmDialog
      isOpen={member !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isSelf ? `Leave ${organization.name}?` : `Remove ${member?.name ?? ""}?`}
      description={
        isSelf
          ? "You see nothing of this organization any more. You come back only by another invitation."
          : "They see nothing of this organization any more, from this moment on. API keys keep working: replace those that they know."
      }
      confirmLabel={isSelf ? "Leave organization" : "Remove member"}
      dismissLabel={isSelf ? "Stay" : "Keep the member"}
      isPending={remove.isPending}
      error={remove.isError ? describeError(remove.error) : undefined}
      onConfirm={() => member && remove.mutate(member.userId, { onSuccess: done })}
    />
  );
}
