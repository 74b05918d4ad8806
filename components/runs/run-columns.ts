/** Shared by the table and its skeleton, so that nothing moves when the rows arrive. */
export const RUN_COLUMNS = [
  { header: "Status", className: "w-44", barClassName: "ml-6.5 w-24" },
  { header: "Task", className: "w-1/4", barClassName: "w-40" },
  { header: "Run", className: "w-44", barClassName: "w-28" },
  { header: "Created", className: "w-32", barClassName: "w-14" },
  { header: "Duration", className: "w-28 text-right", barClassName: "ml-auto w-12" },
  { header: "Queue", className: "", barClassName: "w-28" },
  { header: "Attempts", className: "w-24 text-right", barClassName: "ml-auto w-4" },
  { header: "Tags", className: "", barClassName: "w-16" },
] as const;
