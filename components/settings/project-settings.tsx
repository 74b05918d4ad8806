"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { environmentQueries } from "#components/environments/queries.ts";
import { lossText } from "#components/environments/words.ts";
import { useDeniedReason, usePlace } from "#components/workspace/environment-context.tsx";
import { DangerSection } from "./danger-section.tsx";
import { Identifiers } from "./identifiers.tsx";
import { useDeleteProject, useRenameProject } from "./mutations.ts";
import { RenameForm } from "./rename-form.tsx";
import { SettingsColumn, SettingsSection } from "./settings-section.tsx";

export function ProjectSettings(): ReactNode {
  const { project } = usePlace();
  return (
    <SettingsColumn>
      <SettingsSection title="Project">
        <RenameForm
          key={project.ref}
          noun="project"
          name={project.name}
          deniedReason={useDeniedReason("write", "projects")}
          rename={useRenameProject()}
        />
      </SettingsSection>
      <SettingsSection title="Identifiers">
        <Identifiers
          items={[
            {
              label: "Project reference",
              value: project.ref,
              hint: "The project in trigger.config.ts, and in calls to the API.",
            },
            {
              label: "Project slug",
              value: project.slug,
              hint: "The project in the addresses of the dashboard.",
            },
          ]}
        />
      </SettingsSection>
      <DeleteProject />
    </SettingsColumn>
  );
}

function DeleteProject(): ReactNode {
  const { organization, project } = usePlace();
  const { data } = useQuery(environmentQueries.list(organization.slug, project.slug));
  return (
    <DangerSection
      noun="project"
      name={project.name}
      slug={project.slug}
      summary="With all its environments. This cannot be undone."
      effect={
        <div className="flex flex-col gap-2">
          <p>
            All its environments are deleted for good: runs and their logs, deployments, schedules,
            waitpoint tokens, variables and API keys. Clients with its keys are refused from then
            on.
          </p>
          {data && <p>{lossText(data.data)}</p>}
        </div>
      }
      deniedReason={useDeniedReason("admin", "projects")}
      remove={useDeleteProject()}
    />
  );
}
