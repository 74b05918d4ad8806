import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";
import { FIRST_COLUMNS } from "./run-columns.ts";

export function RunTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={FIRST_COLUMNS}
      rowCount={12}
      label="Loading runs"
      className="min-w-260 table-fixed"
    />
  );
}
