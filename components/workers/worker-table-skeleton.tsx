import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Worker", className: "min-[138rem]:w-120", barClassName: "w-44" },
  { header: "State", className: "w-32", barClassName: "w-16" },
  { header: "Executing", className: "w-28 text-right", barClassName: "ml-auto w-10" },
  { header: "vCPU", className: "w-24 text-right", barClassName: "ml-auto w-12" },
  { header: "Memory", className: "w-32 text-right", barClassName: "ml-auto w-16" },
  { header: "Heartbeat", className: "w-28", barClassName: "w-16" },
  { header: "Started", className: "w-28", barClassName: "w-16" },
  { header: "", className: "w-28 min-[138rem]:w-auto", barClassName: "w-0" },
];

export function WorkerTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={3}
      label="Loading workers"
      className="min-w-240 table-fixed"
    />
  );
}
