import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { RUN_STATUS } from "./run-status.tsx";
import { type RunsSearch, type SingleFilter, withoutPage } from "./runs-search.ts";

/** One thing that a list is filtered by, as its chip shows it. */
export type FilterToken = {
  id: string;
  name: string;
  value: string;
  /** The same search without it. */
  rest: RunsSearch;
};

export const NAMES = {
  statuses: "Status",
  tasks: "Task",
  versions: "Version",
  tags: "Tag",
  queues: "Queue",
  keys: "Key",
  machines: "Machine",
} as const;
export type ListName = keyof typeof NAMES;
export const LIST_NAMES: readonly ListName[] = [
  "statuses",
  "tasks",
  "versions",
  "tags",
  "queues",
  "keys",
  "machines",
];
export const PERIODS = [
  ["15m", "Last 15 minutes"],
  ["1h", "Last hour"],
  ["1d", "Last day"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
] as const;

export function filterTokens(given: RunsSearch): FilterToken[] {
  const search = withoutPage(given);
  const lists = LIST_NAMES.flatMap((list) =>
    search[list].map((value) => ({
      id: `${list} ${value}`,
      name: NAMES[list],
      value: labelOf(list, value),
      rest: { ...search, [list]: search[list].filter((one: string) => one !== value) },
    })),
  );
  const fields = search.fields.map((value) => ({
    id: value,
    name: "Field",
    value,
    rest: { ...search, fields: search.fields.filter((one) => one !== value) },
  }));
  return [...lists, ...fields, ...singleTokens(search)];
}

type SingleName = SingleFilter | "isTest" | "rootOnly";

const asIs = (value: string): string => value;

/** In the order in which they are shown. */
const SINGLES: [key: SingleName, name: string, show: (value: string) => string][] = [
  ["period", "Created", (value) => PERIODS.find(([one]) => one === value)?.[1] ?? `Last ${value}`],
  ["from", "Created from", shortTime],
  ["to", "Created until", shortTime],
  ["batch", "Batch", asIs],
  ["bulkId", "Bulk action", asIs],
  ["schedule", "Schedule", asIs],
  ["error", "Error", asIs],
  ["isTest", "Test", (value) => (value === "true" ? "only" : "none")],
  ["rootOnly", "Roots", () => "only"],
];

function singleTokens(search: RunsSearch): FilterToken[] {
  return SINGLES.flatMap(([id, name, show]) => {
    const { [id]: value, ...rest } = search;
    return value === undefined ? [] : [{ id, name, value: show(value), rest }];
  });
}

export function labelOf(list: ListName, value: string): string {
  if (list !== "statuses") return value;
  return (
    RUN_STATUSES.flatMap((status) => (status === value ? RUN_STATUS[status].label : []))[0] ?? value
  );
}

function shortTime(iso: string): string {
  return iso.replace("T", " ").slice(0, 16);
}
