/** Shared by the table and its skeleton, so that nothing moves when the rows arrive. */
export const RUN_COLUMNS = [
  {
    header: "Status",
    className: "w-42",
    headClassName: "first:pl-10.5",
    barClassName: "ml-6.5 w-24",
  },
  { header: "Task", className: "", barClassName: "w-40" },
  { header: "Run", className: "w-38", barClassName: "w-28" },
  { header: "Created", className: "w-26", barClassName: "w-14" },
  { header: "Duration", className: "w-24 text-right", barClassName: "ml-auto w-12" },
  { header: "Queue", className: "w-[12%] 2xl:w-[18%]", barClassName: "w-20" },
  { header: "Attempts", className: "w-22 text-right", barClassName: "ml-auto w-4" },
  { header: "Tags", className: "w-[12%] 2xl:w-[18%]", barClassName: "w-16" },
] as const;
