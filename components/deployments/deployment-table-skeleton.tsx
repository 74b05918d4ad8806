import type { ReactNode } from "react";
import { TableSkeleton } from "#components/data-table/table-skeleton.tsx";

const COLUMNS = [
  { header: "Version", className: "w-44", barClassName: "w-28" },
  { header: "Tasks", className: "w-16 text-right", barClassName: "ml-auto w-6" },
  { header: "Runs", className: "w-20 text-right", barClassName: "ml-auto w-10" },
  { header: "Failed", className: "w-20 text-right", barClassName: "ml-auto w-8" },
  { header: "Executing", className: "w-22 text-right", barClassName: "ml-auto w-6" },
  { header: "Commit", className: "", barClassName: "w-32" },
  { header: "Deployed", className: "w-28", barClassName: "w-16" },
  { header: "By", className: "w-32", barClassName: "w-24" },
  { header: "", className: "w-28", barClassName: "w-0" },
];

export function DeploymentTableSkeleton(): ReactNode {
  return (
    <TableSkeleton
      columns={COLUMNS}
      rowCount={6}
      label="Loading deployments"
      className="min-w-260 table-fixed"
    />
  );
}
