import { RUN_STATUSES, type RunStatus } from "#sdk/wire/run-status.ts";

/** What the address of the runs page says: `?statuses=FAILED&tasks=a,b&cursor=…&direction=forward`. */
export type RunsSearch = {
  statuses: RunStatus[];
  tasks: string[];
  /** What a bulk action canceled, or made. */
  bulkId?: string;
  cursor?: { id: string; direction: "forward" | "backward" };
};

export type SearchReader = { get(name: string): string | null };

/** Unknown values are dropped: an old link shows something rather than an error. */
export function parseRunsSearch(params: SearchReader): RunsSearch {
  const cursor = params.get("cursor");
  const direction = params.get("direction") === "backward" ? "backward" : "forward";
  const bulkId = params.get("bulkId");
  const search: RunsSearch = {
    // In the order of the vocabulary, so that one selection has one address and one cache key.
    statuses: RUN_STATUSES.filter((status) => splitList(params.get("statuses")).includes(status)),
    tasks: [...new Set(splitList(params.get("tasks")))].sort(),
    ...(bulkId && { bulkId }),
  };
  return cursor ? { ...search, cursor: { id: cursor, direction } } : search;
}

/** The address for a search, without the leading `?`; empty when nothing is chosen. */
export function formatRunsSearch(search: RunsSearch): string {
  const params = new URLSearchParams();
  if (search.statuses.length > 0) params.set("statuses", search.statuses.join(","));
  if (search.tasks.length > 0) params.set("tasks", search.tasks.map(escapeItem).join(","));
  if (search.bulkId !== undefined) params.set("bulkId", search.bulkId);
  if (search.cursor) {
    params.set("cursor", search.cursor.id);
    params.set("direction", search.cursor.direction);
  }
  return readable(params);
}

/** The same search as the API's list endpoint takes it. */
export function runsApiQuery(search: RunsSearch, pageSize: number): string {
  const params = new URLSearchParams({ "page[size]": String(pageSize) });
  if (search.cursor) {
    const key = search.cursor.direction === "forward" ? "page[after]" : "page[before]";
    params.set(key, search.cursor.id);
  }
  for (const [name, value] of Object.entries(runsApiFilter(search))) params.set(name, value);
  return params.toString();
}

/** What narrows the list down, whatever the page. */
export function runsApiFilter(search: RunsSearch): Record<string, string> {
  return {
    ...(search.statuses.length > 0 && { "filter[status]": search.statuses.join(",") }),
    ...(search.tasks.length > 0 && { "filter[taskIdentifier]": search.tasks.join(",") }),
    ...(search.bulkId !== undefined && { "filter[bulkAction]": search.bulkId }),
  };
}

export function hasFilters(search: RunsSearch): boolean {
  return Object.keys(runsApiFilter(search)).length > 0;
}

/** On the first page new runs appear; on any other the set is fixed. */
export function isFirstPage(search: RunsSearch): boolean {
  return search.cursor === undefined;
}

function splitList(text: string | null): string[] {
  if (text === null) return [];
  return text
    .split(",")
    .map((item) => item.trim().replaceAll("%2C", ","))
    .filter((item) => item !== "");
}

/** A comma inside a task id must not split it. */
function escapeItem(item: string): string {
  return item.replaceAll(",", "%2C");
}

/** Commas may stand as they are in a query, and links are read by people. */
function readable(params: URLSearchParams): string {
  return params.toString().replaceAll("%2C", ",");
}
