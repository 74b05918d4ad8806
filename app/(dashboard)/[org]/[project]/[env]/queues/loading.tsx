import type { ReactNode } from "react";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { QueueTableSkeleton } from "#components/queues/queue-table-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Queues" />
      <FilterRow>{null}</FilterRow>
      <QueueTableSkeleton />
    </>
  );
}
