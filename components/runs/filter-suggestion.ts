import type { RunsSearch } from "./runs-search.ts";

/** What could be added: a whole filter, or the name of one whose value comes next. */
export type FilterSuggestion = {
  id: string;
  name: string;
  label: string;
  hint?: string;
} & ({ kind: "FILTER"; search: RunsSearch } | { kind: "NAME"; text: string });
