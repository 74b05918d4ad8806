/** Shared by the table and its skeleton, so that nothing moves when the rows arrive. */
export const BULK_COLUMNS = [
  { header: "Status", className: "w-36", barClassName: "w-20" },
  { header: "Action", className: "min-[138rem]:w-180", barClassName: "w-48" },
  { header: "Runs", className: "w-28 text-right", barClassName: "ml-auto w-12" },
  { header: "Failed", className: "w-24 text-right", barClassName: "ml-auto w-6" },
  { header: "Skipped", className: "w-24 text-right", barClassName: "ml-auto w-6" },
  { header: "By", className: "w-48", barClassName: "w-28" },
  { header: "Created", className: "w-28 min-[138rem]:w-auto", barClassName: "w-16" },
] as const;
