import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table, TableScroll } from "#components/ui/table.tsx";

export type SkeletonColumn = {
  header: string;
  className?: string;
  headClassName?: string;
  barClassName: string;
};

export type TableSkeletonProps = {
  columns: readonly SkeletonColumn[];
  rowCount: number;
  label: string;
  /** The table's own minimum width and layout. */
  className: string;
};

/** The real columns and row heights with nothing in them yet: no shift when the rows arrive. */
export function TableSkeleton(props: TableSkeletonProps): ReactNode {
  const { columns, rowCount, label, className } = props;
  return (
    <TableScroll className="overflow-hidden" aria-busy>
      <span role="status" className="sr-only">
        {label}
      </span>
      <Table aria-hidden className={className}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.header} className={cn(column.className, column.headClassName)}>
                {column.header}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rowCount }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity.
            <Row key={row} className="hover:bg-transparent">
              {columns.map((column) => (
                <Cell key={column.header} className={column.className}>
                  <Skeleton className={column.barClassName} />
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}
