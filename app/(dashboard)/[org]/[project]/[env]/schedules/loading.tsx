import type { ReactNode } from "react";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { ScheduleTableSkeleton } from "#components/schedules/schedule-table-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Schedules" />
      <FilterRow>{null}</FilterRow>
      <ScheduleTableSkeleton />
    </>
  );
}
