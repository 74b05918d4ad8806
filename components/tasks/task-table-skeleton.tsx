import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Task", className: "2xl:w-56 min-[112.5rem]:w-96", barClassName: "w-40" },
  { header: "File", className: "hidden min-[1800px]:table-cell", barClassName: "w-44" },
  { header: "Queue", className: "w-[12%] max-2xl:hidden", barClassName: "w-24" },
  { header: "Last 24 hours", className: "w-40", barClassName: "w-32" },
  { header: "Running", className: "w-20 text-right", barClassName: "ml-auto w-6" },
  { header: "Queued", className: "w-20 text-right", barClassName: "ml-auto w-6" },
  { header: "p50", className: "w-19 text-right", barClassName: "ml-auto w-10" },
  { header: "p95", className: "w-19 text-right", barClassName: "ml-auto w-10" },
  { header: "Failed", className: "w-19 text-right", barClassName: "ml-auto w-8" },
  { header: "Last runs", className: "w-48 2xl:w-66", barClassName: "w-36" },
  { header: "", className: "w-24", barClassName: "w-0" },
];

export function TaskTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={6}
      label="Loading tasks"
      className="min-w-240 table-fixed"
    />
  );
}
