import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Error", className: "", barClassName: "w-72" },
  { header: "Status", className: "w-28", barClassName: "w-20" },
  { header: "Task", className: "w-44 min-[1800px]:w-96", barClassName: "w-32" },
  { header: "Last 24 hours", className: "w-36", barClassName: "w-28" },
  { header: "Runs", className: "w-20 text-right", barClassName: "ml-auto w-8" },
  { header: "First seen", className: "w-28", barClassName: "w-16" },
  { header: "Last seen", className: "w-28", barClassName: "w-16" },
];

export function ErrorTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={8}
      label="Loading errors"
      className="min-w-250 table-fixed"
    />
  );
}
