import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { TaskPageSkeleton } from "#components/tasks/task-page-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Task" />
      <TaskPageSkeleton />
    </>
  );
}
