import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Name", className: "", barClassName: "w-36" },
  { header: "Email", className: "", barClassName: "w-48" },
  { header: "Role", className: "w-44", barClassName: "w-24" },
  { header: "Joined", className: "w-36", barClassName: "w-20" },
  { header: "", className: "w-32", barClassName: "w-0" },
];

export function MembersSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={3}
      label="Loading members"
      className="min-w-200 table-fixed"
    />
  );
}
