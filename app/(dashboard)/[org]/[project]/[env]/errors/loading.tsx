import type { ReactNode } from "react";
import { ErrorTableSkeleton } from "#components/errors/error-table-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Errors" />
      <ErrorTableSkeleton />
    </>
  );
}
