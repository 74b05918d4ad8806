import type { FilterSuggestion } from "./filter-suggestion.ts";
import type { RunsSearch } from "./runs-search.ts";

const OF_ID = { batch: "Batch", bulk: "Bulk action", sched: "Schedule" } as const;
export const ID_NAMES: ReadonlySet<string> = new Set(
  Object.values(OF_ID).map((name) => name.toLowerCase()),
);
export const OFFERED_BY_ID: readonly FilterSuggestion[] = Object.entries(OF_ID).map(
  ([prefix, name]) => ({
    ...{ kind: "NAME", id: name, name, label: `${name}…`, text: `${name}: ` },
    hint: `its id, ${prefix}_…`,
  }),
);

/** Ids say themselves what they are. */
export function idsOf(typed: string, search: RunsSearch): FilterSuggestion[] {
  const [, prefix] = /^(batch|bulk|sched)_[0-9a-z]{20,}$/.exec(typed) ?? [];
  if (prefix !== "batch" && prefix !== "bulk" && prefix !== "sched") return [];
  const key = prefix === "bulk" ? "bulkId" : prefix === "sched" ? "schedule" : "batch";
  return [
    {
      ...{ kind: "FILTER", id: typed, name: OF_ID[prefix], label: typed },
      search: { ...search, [key]: typed },
    },
  ];
}
