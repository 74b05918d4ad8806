import type { ReactNode } from "react";
import { BulkActionSkeleton } from "#components/bulk-actions/bulk-action-page.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Bulk action" />
      <BulkActionSkeleton />
    </>
  );
}
