import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireWorkspace } from "#app/_lib/session.ts";
import { CenteredPage } from "#components/layout/centered-page.tsx";
import { NewProjectForm } from "#components/new-project/new-project-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { NEW_ORGANIZATION_PATH } from "#components/workspace/paths.ts";
import { can } from "#worker/domain/permissions.ts";

export const metadata: Metadata = { title: "New project" };

type Props = { searchParams: Promise<{ org?: string | string[] }> };

/** Where the switcher leads, and who belongs to an organization without a project. */
export default async function Page({ searchParams }: Props): Promise<ReactNode> {
  const { org } = await searchParams;
  const { user, organizations } = await requireWorkspace();
  const allowed = organizations.filter(({ role }) =>
    can({ kind: "user", userId: user.id, role }, "write", [{ type: "projects" }]),
  );
  const first = allowed.find(({ slug }) => slug === org) ?? allowed[0];
  if (!first) {
    return (
      <CenteredPage
        title="No project yet"
        description={
          organizations.length > 0
            ? "Ask an owner or an admin of your organization to create one."
            : "You belong to no organization. Ask somebody in one for an invitation."
        }
      >
        <div className="flex flex-wrap gap-2">
          {user.isAdministrator && (
            <ButtonLink href={NEW_ORGANIZATION_PATH} variant="primary">
              New organization
            </ButtonLink>
          )}
          <ButtonLink href="/account">Your account</ButtonLink>
        </div>
      </CenteredPage>
    );
  }
  return (
    <CenteredPage
      title="New project"
      description="It comes with a development, a staging and a production environment, each with its own key."
    >
      <NewProjectForm
        organizations={allowed.map(({ slug, name }) => ({ slug, name }))}
        initialOrg={first.slug}
      />
    </CenteredPage>
  );
}
