import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Queue", className: "min-[138rem]:w-120", barClassName: "w-44" },
  { header: "Queued", className: "w-20 text-right", barClassName: "ml-auto w-6" },
  { header: "Running", className: "w-20 text-right", barClassName: "ml-auto w-6" },
  { header: "Oldest wait", className: "w-24 text-right", barClassName: "ml-auto w-12" },
  { header: "Delay p95", className: "w-24 text-right", barClassName: "ml-auto w-12" },
  { header: "In / out a min", className: "w-28 text-right", barClassName: "ml-auto w-16" },
  { header: "Limit", className: "w-16 text-right", barClassName: "ml-auto w-8" },
  { header: "Limited by", className: "w-36 min-[112.5rem]:w-80", barClassName: "w-20" },
  { header: "", className: "w-44 min-[138rem]:w-auto", barClassName: "w-0" },
];

export function QueueTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={6}
      label="Loading queues"
      className="min-w-260 table-fixed"
    />
  );
}
