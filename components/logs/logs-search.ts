import type { EventLevel } from "#sdk/wire/protocol.ts";

/** What the address of the page of logs says. */
export type LogsSearch = {
  search: string;
  levels: EventLevel[];
  task: string;
  run: string;
  period: string;
};

export const LEVEL_OPTIONS: readonly { value: EventLevel; label: string }[] = [
  { value: "ERROR", label: "Error" },
  { value: "WARN", label: "Warn" },
  { value: "INFO", label: "Info" },
  { value: "LOG", label: "Log" },
  { value: "DEBUG", label: "Debug" },
];

export const PERIOD_OPTIONS = [
  { value: "15m", label: "Last 15 minutes" },
  { value: "1h", label: "Last hour" },
  { value: "1d", label: "Last day" },
  { value: "7d", label: "Last week" },
  { value: "30d", label: "Last 30 days" },
] as const;

export const NO_LOG_FILTER: LogsSearch = {
  search: "",
  levels: [],
  task: "",
  run: "",
  period: "1d",
};

type Reader = { get(name: string): string | null };

/** Unknown values are dropped: an old link shows something rather than an error. */
export function parseLogsSearch(params: Reader): LogsSearch {
  const levels = (params.get("levels") ?? "").split(",");
  const period = params.get("period");
  return {
    search: params.get("search") ?? "",
    levels: LEVEL_OPTIONS.map(({ value }) => value).filter((level) => levels.includes(level)),
    task: params.get("task") ?? "",
    run: params.get("run") ?? "",
    period: PERIOD_OPTIONS.find(({ value }) => value === period)?.value ?? NO_LOG_FILTER.period,
  };
}

/** Only what differs from nothing chosen; empty then. */
export function formatLogsSearch({ search, levels, task, run, period }: LogsSearch): string {
  const params = new URLSearchParams();
  if (search !== "") params.set("search", search);
  if (levels.length > 0) params.set("levels", levels.join(","));
  if (task !== "") params.set("task", task);
  if (run !== "") params.set("run", run);
  if (period !== NO_LOG_FILTER.period) params.set("period", period);
  return params.toString();
}

export function logsApiQuery(search: LogsSearch, after: string | undefined): string {
  const params = new URLSearchParams({ period: search.period });
  if (search.search.trim() !== "") params.set("search", search.search.trim());
  if (search.levels.length > 0) params.set("level", search.levels.join(","));
  if (search.task.trim() !== "") params.set("task", search.task.trim());
  if (search.run.trim() !== "") params.set("run", search.run.trim());
  if (after !== undefined) params.set("after", after);
  return params.toString();
}
