import type { ReactNode } from "react";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { RunTableSkeleton } from "#components/runs/run-table-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Runs" />
      <FilterRow>{null}</FilterRow>
      <RunTableSkeleton />
    </>
  );
}
