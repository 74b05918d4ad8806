import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Task", className: "w-1/4", barClassName: "w-40" },
  { header: "File", barClassName: "w-44" },
  { header: "Queue", barClassName: "w-28" },
  { header: "Running", className: "w-24 text-right", barClassName: "ml-auto w-6" },
  { header: "Queued", className: "w-24 text-right", barClassName: "ml-auto w-6" },
  { header: "Last runs", className: "w-64", barClassName: "w-48" },
];

export function TaskTableSkeleton(): ReactNode {
  return <TableSkeleton columns={COLUMNS} rowCount={6} label="Loading tasks" />;
}
