import type { ReactNode } from "react";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { TokenTableSkeleton } from "#components/tokens/token-table-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Waitpoint tokens" />
      <FilterRow>{null}</FilterRow>
      <TokenTableSkeleton />
    </>
  );
}
