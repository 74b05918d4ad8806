import { formatDuration } from "#components/ui/format-duration.ts";
import type { OptionSource, TaskOption } from "#worker/domain/task-options.ts";

export const SOURCE_NAMES: Record<OptionSource, string> = {
  TASK: "Task",
  CONFIG: "trigger.config.ts",
  DEFAULT: "Default",
};

const LABELS: Record<string, string> = {
  "queue.name": "Queue",
  machine: "Machine",
  maxDuration: "Max duration of an attempt",
  ttl: "Time to live",
  "retry.maxAttempts": "Attempts",
  "retry.factor": "Delay grows by",
  "retry.minTimeoutInMs": "First delay",
  "retry.maxTimeoutInMs": "Longest delay",
  "retry.randomize": "Delays are spread",
  "retry.outOfMemory.machine": "Machine after out of memory",
  "retries.enabledInDev": "Retries in development",
  durable: "Durable",
  processKeepAlive: "Processes are kept",
  maxExecutionsPerProcess: "Runs of a process",
  logLevel: "Log level",
};

export function optionLabel(name: string): string {
  return LABELS[name] ?? name;
}

/** The value as a person reads it. */
export function optionText({ name, value }: TaskOption): string {
  if (value === null) return NOTHING[name] ?? "None";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "string") return value;
  if (name === "maxDuration" || name === "ttl") return formatDuration(value * 1_000);
  if (name.endsWith("InMs")) return formatDuration(value);
  return name === "retry.factor" ? `× ${value}` : value.toLocaleString("en");
}

const NOTHING: Record<string, string> = {
  maxDuration: "No limit",
  ttl: "Waits for as long as it takes",
  "retry.outOfMemory.machine": "The same",
  maxExecutionsPerProcess: "No limit",
};
