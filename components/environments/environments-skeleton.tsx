import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Environment", className: "min-[138rem]:w-120", barClassName: "w-36" },
  { header: "Type", className: "w-32 max-sm:hidden", barClassName: "w-20" },
  { header: "Limit", className: "w-28 max-sm:hidden", barClassName: "w-10" },
  { header: "Executing", className: "w-28 max-sm:hidden", barClassName: "w-10" },
  { header: "Queued", className: "w-28 max-sm:hidden", barClassName: "w-10" },
  { header: "State", className: "w-32", barClassName: "w-16" },
  { header: "", className: "w-14 min-[138rem]:w-auto", barClassName: "w-0" },
];

export function EnvironmentsSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={3}
      label="Loading environments"
      className="table-fixed sm:min-w-200"
    />
  );
}
