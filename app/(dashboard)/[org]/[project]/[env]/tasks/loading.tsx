import type { ReactNode } from "react";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { TaskTableSkeleton } from "#components/tasks/task-table-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Tasks" />
      <FilterRow>{null}</FilterRow>
      <TaskTableSkeleton />
    </>
  );
}
