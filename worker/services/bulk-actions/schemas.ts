import { z } from "zod";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { cursorQuery } from "../cursor-page.ts";
import { listRunsQuery } from "../runs/list.ts";

const MAX_RUN_IDS = 500;

/**
 * The filters of the list of runs, and nothing else: a filter that were dropped would widen what is
 * canceled. At least one of them: without any it would be the whole environment.
 */
const runsFilter = listRunsQuery
  .omit({ "page[size]": true, "page[after]": true, "page[before]": true })
  .strict();
export type RunsFilter = z.infer<typeof runsFilter>;

/** As it is stored: the query of a list of runs. */
export const storedFilter = z.record(z.string(), z.string());
export type StoredFilter = z.infer<typeof storedFilter>;

/** Throws a ZodError for a filter that there is not (any more). */
export function parseFilter(filter: StoredFilter): RunsFilter {
  return runsFilter.parse(filter);
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const queue = z.object({ type: z.enum(["task", "custom"]), name: z.string() });
const value = z.union([scalar, queue]);

/** In a body the filters have short names and lists; a list of runs takes them in its query, with commas. */
const filterInput = z
  .record(z.string(), z.union([value, z.array(value)]))
  .transform((filters, issue): StoredFilter => {
    const stored: StoredFilter = {};
    for (const [name, given] of Object.entries(filters)) {
      const texts = [given]
        .flat()
        .map(toText)
        .filter((text) => text.trim() !== "");
      if (Array.isArray(given) && texts.some((text) => text.includes(","))) {
        issue.addIssue(`${name}: a value with a comma cannot be filtered by`);
      }
      if (texts.length > 0) stored[queryName(name)] = texts.join(",");
    }
    const parsed = runsFilter.safeParse(stored);
    for (const { message, path } of parsed.error?.issues ?? []) {
      issue.addIssue(`${path.join(".")} ${message}`.trim());
    }
    if (Object.keys(stored).length === 0) issue.addIssue("must have at least one filter");
    return stored;
  });

function toText(given: z.infer<typeof value>): string {
  if (typeof given !== "object") return String(given);
  return given.type === "task" ? `task/${given.name}` : given.name;
}

const CREATED_AT = new Set(["from", "to", "period"]);

function queryName(name: string): string {
  return CREATED_AT.has(name) ? `filter[createdAt][${name}]` : `filter[${name}]`;
}

const runIds = z
  .array(z.string())
  .min(1)
  .max(MAX_RUN_IDS)
  .transform((ids, issue) => {
    const parsed = ids.map((id) => parseFriendlyId("run", id));
    const wrong = ids.filter((_, index) => !parsed[index]);
    if (wrong.length > 0) issue.addIssue(`has what is no id of a run: ${wrong.join(", ")}`);
    return [...new Set(parsed.flatMap((id) => id ?? []))];
  });

/** The body of a new bulk action. Unknown fields are ignored, unknown filters are not. */
export const createBulkActionInput = z
  .object({
    action: z.enum(["cancel", "replay"]),
    filter: filterInput.optional(),
    runIds: runIds.optional(),
    name: z.string().trim().max(255).optional(),
  })
  .transform(({ filter, runIds, ...rest }, issue) => {
    if (filter && !runIds) return { ...rest, selection: { by: "FILTER" as const, filter } };
    if (runIds && !filter) return { ...rest, selection: { by: "IDS" as const, runIds } };
    issue.addIssue("Exactly one of filter or runIds must be provided");
    return z.NEVER;
  });
export type CreateBulkActionInput = z.infer<typeof createBulkActionInput>;

export const listBulkActionsQuery = cursorQuery;
export type ListBulkActionsQuery = z.infer<typeof listBulkActionsQuery>;

/** `?action=cancel&filter[status]=QUEUED`: the query of the list of runs beside what is to be done. */
export const previewBulkActionQuery = z
  .object({ action: z.enum(["cancel", "replay"]) })
  .catchall(z.string())
  .transform(({ action, ...filter }, issue) => {
    const parsed = runsFilter.safeParse(filter);
    if (parsed.success) return { action, filter: parsed.data };
    for (const { message, path } of parsed.error.issues) {
      issue.addIssue(`${path.join(".")} ${message}`.trim());
    }
    return z.NEVER;
  });
export type PreviewBulkActionQuery = z.infer<typeof previewBulkActionQuery>;
