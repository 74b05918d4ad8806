import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { WorkerTableSkeleton } from "#components/workers/worker-table-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Workers" />
      <WorkerTableSkeleton />
    </>
  );
}
