import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Batch", className: "w-56", barClassName: "w-40" },
  { header: "Status", className: "w-36", barClassName: "w-24" },
  { header: "Progress", className: "", barClassName: "w-full" },
  { header: "Items", className: "w-24 text-right", barClassName: "ml-auto w-8" },
  { header: "Refused", className: "w-24 text-right", barClassName: "ml-auto w-8" },
  { header: "Created", className: "w-32", barClassName: "w-16" },
];

export function BatchTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={8}
      label="Loading batches"
      className="min-w-240 table-fixed"
    />
  );
}
