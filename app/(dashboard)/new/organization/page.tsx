import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireWorkspace } from "#app/_lib/session.ts";
import { CenteredPage } from "#components/layout/centered-page.tsx";
import { NewOrganizationForm } from "#components/new-project/new-organization-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

export const metadata: Metadata = { title: "New organization" };

export default async function Page(): Promise<ReactNode> {
  const { user } = await requireWorkspace();
  if (!user.isAdministrator) {
    return (
      <CenteredPage
        title="Only an administrator makes organizations"
        description="Whoever owns an organization deploys code that runs on this installation’s workers. Ask whoever set it up."
      >
        <ButtonLink href="/">Go to your tasks</ButtonLink>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage
      title="New organization"
      description="Its projects and members are apart from those of every other one."
    >
      <NewOrganizationForm />
    </CenteredPage>
  );
}
