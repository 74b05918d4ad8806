import type { ReactNode } from "react";
import { DeploymentTableSkeleton } from "#components/deployments/deployment-table-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Deployments" />
      <DeploymentTableSkeleton />
    </>
  );
}
