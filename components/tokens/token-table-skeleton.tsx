import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

export const TOKEN_COLUMNS = [
  { header: "Status", className: "w-28", barClassName: "w-20" },
  { header: "Token", className: "w-40", barClassName: "w-32" },
  { header: "Created", className: "w-24", barClassName: "w-14" },
  { header: "Completed", className: "w-24", barClassName: "w-14" },
  { header: "Times out", className: "w-24", barClassName: "w-14" },
  { header: "Idempotency key", className: "w-36", barClassName: "w-24" },
  { header: "Tags", className: "", barClassName: "w-20" },
  { header: "", className: "w-32", barClassName: "w-0" },
];

export function TokenTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={TOKEN_COLUMNS}
      rowCount={8}
      label="Loading tokens"
      className="min-w-260 table-fixed"
    />
  );
}
