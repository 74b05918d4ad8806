import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { LogsSkeleton } from "#components/logs/logs-page.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Logs" />
      <LogsSkeleton />
    </>
  );
}
