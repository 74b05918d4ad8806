export type RunColumnId =
  | "status"
  | "task"
  | "run"
  | "created"
  | "started"
  | "duration"
  | "queue"
  | "key"
  | "version"
  | "machine"
  | "attempts"
  | "tags";

export type RunColumn = {
  id: RunColumnId;
  header: string;
  className: string;
  headClassName?: string;
  barClassName: string;
};

/** Shared by the table and its skeleton, so that nothing moves when the rows arrive. */
export const RUN_COLUMNS: readonly RunColumn[] = [
  {
    ...{ id: "status", header: "Status", className: "w-42" },
    ...{ headClassName: "first:pl-10.5", barClassName: "ml-6.5 w-24" },
  },
  // On a wall the tags, which come last, take the room that is left: a gap in the middle of rows is hard to cross.
  { id: "task", header: "Task", className: "min-[138rem]:w-96", barClassName: "w-40" },
  { id: "run", header: "Run", className: "w-38", barClassName: "w-28" },
  { id: "created", header: "Created", className: "w-26", barClassName: "w-14" },
  { id: "started", header: "Started", className: "w-26", barClassName: "w-14" },
  {
    ...{ id: "duration", header: "Duration" },
    ...{ className: "w-24 text-right", barClassName: "ml-auto w-12" },
  },
  {
    ...{ id: "queue", header: "Queue" },
    ...{ className: "w-[12%] 2xl:w-[18%] min-[138rem]:w-64", barClassName: "w-20" },
  },
  { id: "key", header: "Key", className: "w-[10%]", barClassName: "w-16" },
  { id: "version", header: "Version", className: "w-28", barClassName: "w-20" },
  { id: "machine", header: "Machine", className: "w-28", barClassName: "w-16" },
  {
    ...{ id: "attempts", header: "Attempts" },
    ...{ className: "w-22 text-right", barClassName: "ml-auto w-4" },
  },
  {
    ...{ id: "tags", header: "Tags" },
    ...{ className: "w-[12%] 2xl:w-[18%] min-[138rem]:w-auto", barClassName: "w-16" },
  },
];

/** Nobody would know a run without these. */
export const FIXED_COLUMNS: ReadonlySet<RunColumnId> = new Set(["status", "task"]);
const SHOWN_AT_FIRST: readonly RunColumnId[] = [
  "status",
  "task",
  "run",
  "created",
  "duration",
  "queue",
  "attempts",
  "tags",
];

export const FIRST_COLUMNS = RUN_COLUMNS.filter(({ id }) => SHOWN_AT_FIRST.includes(id));

export function parseColumns(stored: string | undefined): RunColumnId[] {
  if (stored === undefined) return [...SHOWN_AT_FIRST];
  const names = stored.split(",");
  return RUN_COLUMNS.filter(({ id }) => FIXED_COLUMNS.has(id) || names.includes(id)).map(
    ({ id }) => id,
  );
}
