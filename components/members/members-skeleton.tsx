import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Name", className: "", barClassName: "w-36" },
  { header: "Email", className: "max-sm:hidden", barClassName: "w-48" },
  { header: "Role", className: "w-44 max-sm:w-28", barClassName: "w-24" },
  { header: "Joined", className: "w-36 max-sm:hidden", barClassName: "w-20" },
  { header: "", className: "w-32 max-sm:w-24", barClassName: "w-0" },
];

export function MembersSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={3}
      label="Loading members"
      className="table-fixed sm:min-w-200"
    />
  );
}
