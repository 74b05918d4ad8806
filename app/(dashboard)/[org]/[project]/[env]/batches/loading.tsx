import type { ReactNode } from "react";
import { BatchTableSkeleton } from "#components/batches/batch-table-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Batches" />
      <BatchTableSkeleton />
    </>
  );
}
