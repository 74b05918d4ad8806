import { MACHINE_PRESETS } from "#sdk/wire/machine.ts";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { formatFieldCondition, parseFieldCondition } from "#worker/domain/run-fields.ts";
import type { RunFacetsView } from "#worker/domain/runs/views.ts";
import { idsOf, type KnownId, namedById, OFFERED_BY_ID } from "./filter-ids.ts";
import type { FilterSuggestion } from "./filter-suggestion.ts";
import { LIST_NAMES, type ListName, labelOf, NAMES, PERIODS } from "./filter-tokens.ts";
import { type RunsSearch, withoutPage } from "./runs-search.ts";

export type Facets = { tasks: readonly string[]; knownIds?: readonly KnownId[] } & RunFacetsView;

const MOST_SHOWN = 40;

/** What the typed text may mean, the likeliest first. */
export function filterSuggestions(
  text: string,
  given: RunsSearch,
  facets: Facets,
): FilterSuggestion[] {
  const search = withoutPage(given);
  const typed = text.trim();
  const byId = namedById(typed, search, facets.knownIds ?? []);
  if (byId) return byId;
  const [, head = "", tail = ""] = /^([a-z ]+):\s*(.*)$/i.exec(typed) ?? [];
  const wanted = head.toLowerCase();
  const named = LIST_NAMES.find((list) => NAMES[list].toLowerCase() === wanted);
  if (named) return valuesOf(named, tail, search, facets).slice(0, MOST_SHOWN);
  if (wanted === "created") return timesOf(tail, search);
  const field = fieldOf(typed, search);
  // Nobody writes one and means a tag.
  if (field.length > 0) return field;
  const special = idsOf(typed, search);
  if (typed === "") return [...NAMES_OFFERED, ...flags("", search)];
  const names = NAMES_OFFERED.filter(({ name }) => includes(name, typed));
  const values = LIST_NAMES.flatMap((list) => valuesOf(list, typed, search, facets).slice(0, 6));
  const times = timesOf(typed, search);
  return [...special, ...names, ...times, ...values, ...flags(typed, search)].slice(0, MOST_SHOWN);
}

const NAMES_OFFERED: FilterSuggestion[] = [...LIST_NAMES.map((list) => NAMES[list]), "Created"].map(
  (name) => ({ kind: "NAME", id: name, name, label: `${name}…`, text: `${name}: ` }),
);
for (const source of ["payload", "output", "metadata"]) {
  NAMES_OFFERED.push({
    ...{ kind: "NAME", id: source, name: `${source}.`, label: `${source}.…`, text: `${source}.` },
    hint: `${source}.field = value`,
  });
}
NAMES_OFFERED.push(...OFFERED_BY_ID);

function valuesOf(
  list: ListName,
  typed: string,
  search: RunsSearch,
  facets: Facets,
): FilterSuggestion[] {
  const known: readonly string[] =
    list === "statuses"
      ? RUN_STATUSES
      : list === "machines"
        ? Object.keys(MACHINE_PRESETS)
        : facets[list];
  const chosen: readonly string[] = search[list];
  const found = known.filter(
    (value) =>
      !chosen.includes(value) && (includes(labelOf(list, value), typed) || includes(value, typed)),
  );
  const isFree = list === "tags" || list === "keys" || list === "queues" || list === "versions";
  const values = isFree && typed !== "" && !known.includes(typed) ? [...found, typed] : found;
  return values.map((value) => ({
    ...{ kind: "FILTER", id: `${list} ${value}`, name: NAMES[list], label: labelOf(list, value) },
    search: { ...search, [list]: sorted(list, [...chosen, value]) },
  }));
}

/** As the address has them, so that one selection has one address. */
function sorted(list: ListName, values: string[]): string[] {
  return list === "statuses"
    ? RUN_STATUSES.filter((status) => values.includes(status))
    : values.toSorted();
}

function timesOf(typed: string, search: RunsSearch): FilterSuggestion[] {
  const { period: _, from: __, to: ___, ...rest } = search;
  const periods = PERIODS.filter(([value, label]) => includes(label, typed) || value === typed);
  const own = /^\d+\s*[mhd]$/.test(typed) && !periods.length ? [typed.replace(/\s/, "")] : [];
  const until = /^\d{4}-\d\d-\d\d/.test(typed) ? new Date(typed) : undefined;
  const isDate = until !== undefined && !Number.isNaN(until.getTime());
  return [
    ...periods.map(([value, label]) => time(`period ${value}`, label, { ...rest, period: value })),
    ...own.map((period) => time(`period ${period}`, `Last ${period}`, { ...rest, period })),
    ...(isDate
      ? [
          time("from", `From ${typed}`, { ...omitPeriod(search), from: until.toISOString() }),
          time("to", `Until ${typed}`, { ...omitPeriod(search), to: until.toISOString() }),
        ]
      : []),
  ];
}

function time(id: string, label: string, search: RunsSearch): FilterSuggestion {
  return { kind: "FILTER", id, name: "Created", label, search };
}

function omitPeriod({ period: _, ...rest }: RunsSearch): RunsSearch {
  return rest;
}

function flags(typed: string, search: RunsSearch): FilterSuggestion[] {
  const all: FilterSuggestion[] = [
    {
      ...{ kind: "FILTER", id: "tests", name: "Test", label: "Test runs only" },
      search: { ...search, isTest: "true" },
    },
    {
      ...{ kind: "FILTER", id: "no tests", name: "Test", label: "No test runs" },
      search: { ...search, isTest: "false" },
    },
    {
      ...{ kind: "FILTER", id: "roots", name: "Roots", label: "No runs that runs started" },
      search: { ...search, rootOnly: "true" },
    },
  ];
  return all.filter(({ name, label }) => includes(label, typed) || includes(name, typed));
}

function fieldOf(typed: string, search: RunsSearch): FilterSuggestion[] {
  const condition = parseFieldCondition(typed);
  if (!condition) return [];
  const label = formatFieldCondition(condition);
  const fields = [...new Set([...search.fields, label])];
  const hint = "Looks into the newest 5 000 runs of the last day, or of the time you choose";
  return [
    { ...{ kind: "FILTER", id: label, name: "Field", label, hint }, search: { ...search, fields } },
  ];
}

function includes(text: string, typed: string): boolean {
  return text.toLowerCase().includes(typed.toLowerCase());
}

/** All that choosing a filter needs comes in one piece, when somebody begins to. */
export { namedKind } from "./filter-ids.ts";
export { readKnownIds } from "./known-ids.ts";
