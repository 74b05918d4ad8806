import { DEFAULT_MACHINE } from "#sdk/wire/machine.ts";
import type { ManifestConfig, TaskManifest } from "#sdk/wire/manifest.ts";
import { DEFAULT_RETRY, type RetryOptions } from "#sdk/wire/retry.ts";
import { queueNameOf } from "./task-settings.ts";

/** Who set it: the task's own code, `trigger.config.ts`, or nobody. */
export type OptionSource = "TASK" | "CONFIG" | "DEFAULT";

/** One setting of a task as its runs get it. */
export interface TaskOption {
  /** As it is written in code, such as `retry.maxAttempts`. */
  name: string;
  /** Null: there is none, such as no time to live. */
  value: string | number | boolean | null;
  source: OptionSource;
}

type Value = TaskOption["value"];

/** Every option of a task, set or not, with its value and where that comes from. */
export function taskOptions(task: TaskManifest, config: ManifestConfig): TaskOption[] {
  const retry = (field: keyof Omit<RetryOptions, "outOfMemory">) =>
    pick(
      `retry.${field}`,
      task.retry?.[field],
      config.retries?.default?.[field],
      DEFAULT_RETRY[field],
    );
  return [
    {
      name: "queue.name",
      value: queueNameOf(task),
      source: task.queue?.name === undefined ? "DEFAULT" : "TASK",
    },
    pick("machine", task.machine, config.machine, DEFAULT_MACHINE),
    pick("maxDuration", task.maxDuration, config.maxDuration, null),
    pick("ttl", task.ttl, config.ttl, null),
    retry("maxAttempts"),
    retry("factor"),
    retry("minTimeoutInMs"),
    retry("maxTimeoutInMs"),
    retry("randomize"),
    pick(
      "retry.outOfMemory.machine",
      task.retry?.outOfMemory?.machine,
      config.retries?.default?.outOfMemory?.machine,
      null,
    ),
    pick("retries.enabledInDev", undefined, config.retries?.enabledInDev, true),
    pick("durable", task.durable, undefined, false),
    pick("processKeepAlive", undefined, config.processKeepAlive, true),
    pick("maxExecutionsPerProcess", undefined, config.maxExecutionsPerProcess, null),
    pick("logLevel", undefined, config.logLevel, "info"),
  ];
}

function pick(
  name: string,
  ofTask: Value | undefined,
  ofConfig: Value | undefined,
  fallback: Value,
): TaskOption {
  if (ofTask !== undefined) return { name, value: ofTask, source: "TASK" };
  if (ofConfig !== undefined) return { name, value: ofConfig, source: "CONFIG" };
  return { name, value: fallback, source: "DEFAULT" };
}
