import type { FilterSuggestion } from "./filter-suggestion.ts";
import type { RunsSearch } from "./runs-search.ts";

const OF_ID = { batch: "Batch", bulk: "Bulk action", sched: "Schedule" } as const;
export type IdPrefix = keyof typeof OF_ID;
const KEYS = { batch: "batch", bulk: "bulkId", sched: "schedule" } as const;
const PREFIXES: readonly IdPrefix[] = ["batch", "bulk", "sched"];

/** Something that there is, as its own list names it. */
export type KnownId = { id: string; label: string; hint: string };

export const OFFERED_BY_ID: readonly FilterSuggestion[] = PREFIXES.map((prefix) => {
  const name = OF_ID[prefix];
  return { kind: "NAME", id: name, name, label: `${name}…`, text: `${name}: ` };
});

/** Of which kind the filter is that is being named: `batch: …`. */
export function namedKind(text: string): IdPrefix | undefined {
  const typed = text.trimStart().toLowerCase();
  return PREFIXES.find((prefix) => typed.startsWith(`${OF_ID[prefix].toLowerCase()}:`));
}

/** What of those whose kind is named has this in its id or in its words. */
export function namedById(
  text: string,
  search: RunsSearch,
  known: readonly KnownId[],
): FilterSuggestion[] | undefined {
  const prefix = namedKind(text);
  if (prefix === undefined) return undefined;
  const typed = text.slice(OF_ID[prefix].length + 1).trim();
  const wanted = typed.toLowerCase();
  const found = known.filter(({ id, label, hint }) =>
    `${id} ${label} ${hint}`.toLowerCase().includes(wanted),
  );
  const suggestions = found.map(({ id, label, hint }) => ({
    ...suggestion(prefix, id, search),
    ...{ label, hint },
  }));
  return suggestions.length > 0 ? suggestions : idsOf(typed, search);
}

/** Ids say themselves what they are. */
export function idsOf(typed: string, search: RunsSearch): FilterSuggestion[] {
  const prefix = PREFIXES.find((one) => new RegExp(`^${one}_[0-9a-z]{20,}$`).test(typed));
  return prefix === undefined ? [] : [suggestion(prefix, typed, search)];
}

function suggestion(prefix: IdPrefix, id: string, search: RunsSearch): FilterSuggestion {
  return {
    ...{ kind: "FILTER", id, name: OF_ID[prefix], label: id },
    search: { ...search, [KEYS[prefix]]: id },
  };
}
