import type { PagePosition } from "./client/page.ts";
import type { MachinePreset } from "./wire/machine.ts";
import type { RunStatus } from "./wire/run-status.ts";

/** One value or several; several mean "any of them". */
type OneOrMany<T> = T | T[];

/** Which runs a list shows, and how many at once. Filters are combined with "and". */
export interface RunFilters extends PagePosition {
  status?: OneOrMany<RunStatus> | undefined;
  taskIdentifier?: OneOrMany<string> | undefined;
  version?: OneOrMany<string> | undefined;
  tag?: OneOrMany<string> | undefined;
  /** Created at or after: a Date, an ISO string or epoch milliseconds. */
  from?: Date | string | number | undefined;
  /** Created before or at. */
  to?: Date | string | number | undefined;
  /** Created within the last, such as `"7d"`. */
  period?: string | undefined;
  schedule?: string | undefined;
  batch?: string | undefined;
  bulkAction?: string | undefined;
  isTest?: boolean | undefined;
  queue?: OneOrMany<{ type: "task" | "custom"; name: string }> | undefined;
  machine?: OneOrMany<MachinePreset> | undefined;
  region?: OneOrMany<string> | undefined;
  /** Runs per page, 1 to 100. Default 25. */
  limit?: number | undefined;
}

/** Source: http-contract §5 and §10.3. */
export function runListQuery(filters: Omit<RunFilters, "after" | "before">, page: PagePosition) {
  const query = new URLSearchParams();
  const set = (key: string, value: unknown) => {
    if (value === undefined) return;
    query.set(key, Array.isArray(value) ? value.join(",") : String(value));
  };
  set("page[size]", filters.limit);
  set("page[after]", page.after);
  set("page[before]", page.before);
  set("filter[status]", filters.status);
  set("filter[taskIdentifier]", filters.taskIdentifier);
  set("filter[version]", filters.version);
  set("filter[tag]", filters.tag);
  set("filter[schedule]", filters.schedule);
  set("filter[batch]", filters.batch);
  set("filter[bulkAction]", filters.bulkAction);
  set("filter[isTest]", filters.isTest);
  set("filter[queue]", filters.queue && [filters.queue].flat().map(queueName));
  set("filter[machine]", filters.machine);
  set("filter[region]", filters.region);
  set("filter[createdAt][from]", epochMs(filters.from));
  set("filter[createdAt][to]", epochMs(filters.to));
  set("filter[createdAt][period]", filters.period);
  return query;
}

function queueName({ type, name }: { type: "task" | "custom"; name: string }): string {
  return type === "task" ? `task/${name}` : name;
}

function epochMs(date: Date | string | number | undefined): number | undefined {
  return date === undefined ? undefined : new Date(date).getTime();
}
