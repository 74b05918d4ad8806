import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";
import { BULK_COLUMNS } from "./bulk-columns.ts";

export function BulkActionTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={BULK_COLUMNS}
      rowCount={6}
      label="Loading bulk actions"
      className="min-w-240 table-fixed"
    />
  );
}
