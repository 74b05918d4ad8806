"use client";

import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";

/** Title and tabs above each page of settings. */
export function SettingsFrame({ children }: { children: ReactNode }): ReactNode {
  const paths = usePaths();
  return (
    <>
      <PageHeader title="Settings" />
      <TabLinks
        label="Settings"
        tabs={[
          { href: paths.settings, label: "Project" },
          { href: paths.environmentSettings, label: "Environments" },
          { href: paths.organizationSettings, label: "Organization" },
        ]}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
    </>
  );
}
