"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { useDeniedReason, usePlace } from "#components/workspace/environment-context.tsx";
import { environmentPath, newProjectPath } from "#components/workspace/paths.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import { DangerSection } from "./danger-section.tsx";
import { Identifiers } from "./identifiers.tsx";
import { useDeleteOrganization, useRenameOrganization } from "./mutations.ts";
import { RenameForm } from "./rename-form.tsx";
import { SettingsColumn, SettingsSection } from "./settings-section.tsx";

export function OrganizationSettings(): ReactNode {
  const { organization } = usePlace();
  const paths = usePaths();
  return (
    <SettingsColumn>
      <SettingsSection title="Organization">
        <RenameForm
          key={organization.slug}
          noun="organization"
          name={organization.name}
          deniedReason={useDeniedReason("write", "organization")}
          rename={useRenameOrganization()}
        />
      </SettingsSection>
      <SettingsSection title="Identifiers">
        <Identifiers
          items={[
            {
              label: "Organization slug",
              value: organization.slug,
              hint: "The organization in the addresses of the dashboard.",
            },
          ]}
        />
      </SettingsSection>
      <Projects />
      <SettingsSection
        title="Members"
        description={
          <>
            Who belongs here, and as what, is on the page{" "}
            <Link href={paths.members} className="rounded-small text-accent underline">
              Members
            </Link>
            .
          </>
        }
      />
      <DangerSection
        noun="organization"
        name={organization.name}
        slug={organization.slug}
        summary="With all its projects. This cannot be undone."
        effect="All its projects and environments are deleted for good, with their runs, deployments, schedules, variables and API keys; what executes is canceled. Its members keep their accounts, and see nothing of it any more."
        deniedReason={useDeniedReason("admin", "organization")}
        remove={useDeleteOrganization()}
      />
    </SettingsColumn>
  );
}

function Projects(): ReactNode {
  const { workspace, organization } = usePlace();
  const deniedReason = useDeniedReason("write", "projects");
  const own = workspace.organizations.find(({ slug }) => slug === organization.slug);
  return (
    <SettingsSection title="Projects" description={deniedReason}>
      <ul className="flex flex-col border-border border-t">
        {own?.projects.map((project) => {
          const [environment] = project.environments;
          const place = { org: organization.slug, project: project.slug };
          return (
            <li
              key={project.ref}
              className="flex min-h-10 items-center gap-3 border-border border-b"
            >
              {environment ? (
                <Link
                  href={`${environmentPath({ ...place, env: environment.slug })}/tasks`}
                  className="min-w-0 flex-1 truncate rounded-small font-medium hover:underline"
                >
                  {project.name}
                </Link>
              ) : (
                <span className="min-w-0 flex-1 truncate">{project.name}</span>
              )}
              <code className="min-w-0 truncate font-mono text-mono text-text-muted">
                {project.ref}
              </code>
            </li>
          );
        })}
      </ul>
      {deniedReason === undefined && (
        <div>
          <ButtonLink href={newProjectPath(organization.slug)}>
            <Plus aria-hidden className="size-3.5" />
            New project
          </ButtonLink>
        </div>
      )}
    </SettingsSection>
  );
}
