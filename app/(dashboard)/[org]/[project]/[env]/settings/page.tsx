import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ProjectSettings } from "#components/settings/project-settings.tsx";

export const metadata: Metadata = { title: "Project settings" };

export default function Page(): ReactNode {
  return <ProjectSettings />;
}
