import type { EventLevel } from "#sdk/wire/protocol.ts";
import type { RunEventView } from "#worker/domain/views.ts";

export type LogEvent = Extract<RunEventView, { kind: "LOG" }>;

export type MinLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

const RANKS: Record<EventLevel, number> = { DEBUG: 0, LOG: 1, INFO: 1, WARN: 2, ERROR: 3 };

export const LOG_LEVEL_OPTIONS = [
  { value: "DEBUG", label: "All levels" },
  { value: "INFO", label: "Info and above" },
  { value: "WARN", label: "Warnings and errors" },
  { value: "ERROR", label: "Errors only" },
] as const satisfies readonly { value: MinLevel; label: string }[];

export function parseMinLevel(value: string): MinLevel {
  return LOG_LEVEL_OPTIONS.find((option) => option.value === value)?.value ?? "DEBUG";
}

/** By time, not by arrival: lines of several sources may be stored out of order. */
export function logsFrom(events: readonly RunEventView[], minLevel: MinLevel): LogEvent[] {
  return events
    .filter((event) => event.kind === "LOG")
    .filter((log) => RANKS[log.level] >= RANKS[minLevel])
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
