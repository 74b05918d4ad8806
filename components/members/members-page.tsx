"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useDeniedReason, usePlace } from "#components/workspace/environment-context.tsx";
import { InvitationTable } from "./invitation-table.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberTable } from "./member-table.tsx";
import { MembersSkeleton } from "./members-skeleton.tsx";
import { memberQueries } from "./queries.ts";

export function MembersPage(): ReactNode {
  const { organization } = usePlace();
  const members = useQuery(memberQueries.list(organization.slug));
  const [isInviting, setIsInviting] = useState(false);
  return (
    <>
      <PageHeader
        title="Members"
        actions={
          <Button
            variant="primary"
            shortcut="n"
            disabledReason={useDeniedReason("write", "members")}
            onClick={() => setIsInviting(true)}
          >
            <UserPlus aria-hidden className="size-3.5" />
            Invite
          </Button>
        }
      />
      {members.isPending && <MembersSkeleton />}
      {members.isError && members.data === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The members could not be loaded"
            {...describeError(members.error)}
            onRetry={() => void members.refetch()}
          />
        </div>
      )}
      {members.data && (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <MemberTable members={members.data.members} />
          {members.data.invitations.length > 0 && (
            <section aria-labelledby="invitations">
              <h2 id="invitations" className="px-4 pt-8 pb-2 font-semibold text-section">
                Open invitations
              </h2>
              <InvitationTable invitations={members.data.invitations} />
            </section>
          )}
        </div>
      )}
      <InviteDialog isOpen={isInviting} onOpenChange={setIsInviting} />
    </>
  );
}
