import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Name", className: "min-[138rem]:w-120", barClassName: "w-44" },
  { header: "Value", className: "min-[138rem]:w-160", barClassName: "w-32" },
  { header: "Also in", className: "w-56", barClassName: "w-24" },
  { header: "Changed", className: "w-56", barClassName: "w-28" },
  { header: "", className: "w-32 min-[138rem]:w-auto", barClassName: "w-0" },
];

export function VariablesSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={6}
      label="Loading variables"
      className="min-w-220 table-fixed"
    />
  );
}
