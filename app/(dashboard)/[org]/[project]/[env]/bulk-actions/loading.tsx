import type { ReactNode } from "react";
import { BulkActionTableSkeleton } from "#components/bulk-actions/bulk-action-table-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Bulk actions" />
      <BulkActionTableSkeleton />
    </>
  );
}
