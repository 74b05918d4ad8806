import type { Metadata } from "next";
import type { ReactNode } from "react";
import { OrganizationSettings } from "#components/settings/organization-settings.tsx";

export const metadata: Metadata = { title: "Organization settings" };

export default function Page(): ReactNode {
  return <OrganizationSettings />;
}
