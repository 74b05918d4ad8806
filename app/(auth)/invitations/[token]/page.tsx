import type { Metadata } from "next";
import type { ReactNode } from "react";
import { services, systemContext } from "#app/_lib/services.ts";
import { currentUser } from "#app/_lib/session.ts";
import { signInProviders } from "#app/_lib/sign-in-providers.ts";
import { InvitationForm } from "#components/auth/invitation-form.tsx";
import { JoinForm } from "#components/auth/join-form.tsx";
import { CenteredPage } from "#components/layout/centered-page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ROLE_NAMES } from "#components/workspace/role-names.ts";
import { findInvitation } from "#worker/services/invitations/find.ts";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

type Props = { params: Promise<{ token: string }> };

export default async function Page({ params }: Props): Promise<ReactNode> {
  const { token } = await params;
  const invitation = await findInvitation(systemContext("invitation"), token);
  if (!invitation) {
    return (
      <CenteredPage
        title="This invitation is over"
        description="It was used, was taken back, or is too old. Ask for another one."
      >
        <ButtonLink href="/">Go to your tasks</ButtonLink>
      </CenteredPage>
    );
  }
  const user = await currentUser();
  const { organization, role, createdBy, email } = invitation;
  return (
    <CenteredPage
      title={`Join ${organization.name}`}
      description={`${createdBy} invites you as ${ROLE_NAMES[role].toLowerCase()}.`}
    >
      {user ? (
        <JoinForm token={token} user={user} organization={organization.name} />
      ) : (
        <InvitationForm token={token} email={email} providers={signInProviders(services().env)} />
      )}
    </CenteredPage>
  );
}
