"use client";

import type { ReactNode } from "react";
import { useDeniedReason, usePlace } from "#components/workspace/environment-context.tsx";
import { Identifiers } from "./identifiers.tsx";
import { useRenameProject } from "./mutations.ts";
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
    </SettingsColumn>
  );
}
