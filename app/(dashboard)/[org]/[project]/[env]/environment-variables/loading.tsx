import type { ReactNode } from "react";
import { VariablesSkeleton } from "#components/environment-variables/variables-skeleton.tsx";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Environment variables" />
      <FilterRow>{null}</FilterRow>
      <VariablesSkeleton />
    </>
  );
}
