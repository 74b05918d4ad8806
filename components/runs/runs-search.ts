import { RUN_STATUSES, type RunStatus } from "#sdk/wire/run-status.ts";
import { formatFieldCondition, parseFieldCondition } from "#worker/domain/run-fields.ts";

/** What the address of the runs page says: `?statuses=FAILED&tasks=a,b&tags=x&field=payload.n = 1&cursor=…&direction=forward`. */
export type RunsSearch = {
  statuses: RunStatus[];
  tasks: string[];
  versions: string[];
  tags: string[];
  queues: string[];
  keys: string[];
  machines: string[];
  /** Conditions such as `payload.userId = 42`. */
  fields: string[];
  batch?: string;
  bulkId?: string;
  schedule?: string;
  /** A group of errors. */
  error?: string;
  /** `1h`, `7d`. */
  period?: string;
  /** ISO 8601. */
  from?: string;
  to?: string;
  isTest?: "true" | "false";
  rootOnly?: "true";
  cursor?: { id: string; direction: "forward" | "backward" };
};

export type ListFilter = "tasks" | "versions" | "tags" | "queues" | "keys" | "machines";
export type SingleFilter = "batch" | "bulkId" | "schedule" | "error" | "period" | "from" | "to";

/** How the list endpoint names what the address names. */
const LISTS: Record<ListFilter, string> = {
  tasks: "filter[taskIdentifier]",
  versions: "filter[version]",
  tags: "filter[tag]",
  queues: "filter[queue]",
  keys: "filter[concurrencyKey]",
  machines: "filter[machine]",
};
const SINGLES: Record<SingleFilter, string> = {
  batch: "filter[batch]",
  bulkId: "filter[bulkAction]",
  schedule: "filter[schedule]",
  error: "filter[error]",
  period: "filter[createdAt][period]",
  from: "filter[createdAt][from]",
  to: "filter[createdAt][to]",
};
export const LIST_FILTERS: readonly ListFilter[] = [
  "tasks",
  "versions",
  "tags",
  "queues",
  "keys",
  "machines",
];
const SINGLE_FILTERS: readonly SingleFilter[] = [
  "batch",
  "bulkId",
  "schedule",
  "error",
  "period",
  "from",
  "to",
];

export const NO_FILTERS: RunsSearch = {
  statuses: [],
  tasks: [],
  versions: [],
  tags: [],
  queues: [],
  keys: [],
  machines: [],
  fields: [],
};

export type SearchReader = { get(name: string): string | null; getAll(name: string): string[] };

/** Unknown values are dropped: an old link shows something rather than an error. */
export function parseRunsSearch(params: SearchReader): RunsSearch {
  const search: RunsSearch = {
    ...NO_FILTERS,
    // In the order of the vocabulary, so that one selection has one address and one cache key.
    statuses: RUN_STATUSES.filter((status) => splitList(params.get("statuses")).includes(status)),
    fields: parseFields(params.getAll("field")),
  };
  for (const name of LIST_FILTERS) search[name] = [...new Set(splitList(params.get(name)))].sort();
  for (const name of SINGLE_FILTERS) {
    const value = params.get(name);
    if (value) search[name] = value;
  }
  const isTest = params.get("isTest");
  if (isTest === "true" || isTest === "false") search.isTest = isTest;
  if (params.get("rootOnly") === "true") search.rootOnly = "true";
  const cursor = params.get("cursor");
  const direction = params.get("direction") === "backward" ? "backward" : "forward";
  return cursor ? { ...search, cursor: { id: cursor, direction } } : search;
}

function parseFields(texts: readonly string[]): string[] {
  const conditions = texts.flatMap((text) => parseFieldCondition(text) ?? []);
  return [...new Set(conditions.map(formatFieldCondition))].slice(0, 5);
}

/** The address for a search, without the leading `?`; empty when nothing is chosen. */
export function formatRunsSearch(search: RunsSearch): string {
  const params = new URLSearchParams();
  if (search.statuses.length > 0) params.set("statuses", search.statuses.join(","));
  for (const name of LIST_FILTERS) {
    if (search[name].length > 0) params.set(name, search[name].map(escapeItem).join(","));
  }
  for (const name of SINGLE_FILTERS) {
    const value = search[name];
    if (value) params.set(name, value);
  }
  if (search.isTest) params.set("isTest", search.isTest);
  if (search.rootOnly) params.set("rootOnly", search.rootOnly);
  for (const field of search.fields) params.append("field", field);
  if (search.cursor) {
    params.set("cursor", search.cursor.id);
    params.set("direction", search.cursor.direction);
  }
  return readable(params);
}

/** The filters alone, as the API's list takes them: for a page of it, and for whatever is done to all that match. */
export function runsApiFilter(search: RunsSearch): Record<string, string> {
  const filter: Record<string, string> = {};
  if (search.statuses.length > 0) filter["filter[status]"] = search.statuses.join(",");
  for (const name of LIST_FILTERS) {
    if (search[name].length > 0) filter[LISTS[name]] = search[name].join(",");
  }
  for (const name of SINGLE_FILTERS) {
    const value = search[name];
    if (value) filter[SINGLES[name]] = value;
  }
  if (search.isTest) filter["filter[isTest]"] = search.isTest;
  if (search.rootOnly) filter["filter[rootOnly]"] = search.rootOnly;
  if (search.fields.length > 0) filter["filter[fields]"] = JSON.stringify(search.fields);
  return filter;
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

/** The same filters on their first page. */
export function withoutPage({ cursor: _, ...filters }: RunsSearch): RunsSearch {
  return filters;
}

export function hasFilters(search: RunsSearch): boolean {
  return formatRunsSearch(withoutPage(search)) !== "";
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
