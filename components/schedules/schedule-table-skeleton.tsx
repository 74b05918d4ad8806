import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Task", className: "min-[138rem]:w-120", barClassName: "w-40" },
  { header: "When", className: "w-56 min-[112.5rem]:w-120", barClassName: "w-44" },
  { header: "State", className: "w-24", barClassName: "w-14" },
  { header: "Next run", className: "w-24", barClassName: "w-14" },
  { header: "", className: "w-64", barClassName: "w-60" },
  { header: "Last run", className: "w-24 min-[138rem]:w-auto", barClassName: "w-14" },
];

export function ScheduleTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={6}
      label="Loading schedules"
      className="min-w-256 table-fixed"
    />
  );
}
