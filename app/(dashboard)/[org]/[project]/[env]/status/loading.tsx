import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { StatusSkeleton } from "#components/status/status-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Status" />
      <StatusSkeleton />
    </>
  );
}
