import type { EnvironmentType } from "#sdk/wire/context.ts";
import { DEFAULT_MACHINE, isMachinePreset, type MachinePreset } from "#sdk/wire/machine.ts";
import type { DeploymentManifest, TaskManifest } from "#sdk/wire/manifest.ts";
import { type ResolvedRetryOptions, resolveRetry } from "#sdk/wire/retry.ts";

/** What the caller of one run may override. */
export interface RunOverrides {
  maxAttempts: number | null;
  maxDurationSeconds: number | null;
  machine: string | null;
}

export interface TaskSettings {
  task: TaskManifest;
  retry: ResolvedRetryOptions;
  /** False: an error is final here. */
  retriesEnabled: boolean;
  machine: MachinePreset;
  /** Where the next attempt runs after one that ran out of memory, if not here. */
  outOfMemoryMachine: MachinePreset | undefined;
  /** Of one attempt; undefined: none. */
  maxDurationSeconds: number | undefined;
  /** Its code is written to be run again from the top. */
  isDurable: boolean;
}

/** Trigger over task over config over default; undefined when the deployment does not know the task. */
export function resolveTaskSettings(
  manifest: DeploymentManifest,
  taskId: string,
  overrides: RunOverrides,
  environmentType: EnvironmentType,
): TaskSettings | undefined {
  const task = manifest.tasks.find((candidate) => candidate.id === taskId);
  if (!task) return undefined;
  const { config } = manifest;
  const machine = [overrides.machine, task.machine, config.machine].find(isMachinePreset);
  const larger = [task.retry, config.retries?.default].map((retry) => retry?.outOfMemory?.machine);
  const asked = overrides.maxAttempts ? { maxAttempts: overrides.maxAttempts } : undefined;
  return {
    task,
    retry: resolveRetry(asked, task.retry, config.retries?.default),
    retriesEnabled: environmentType !== "DEVELOPMENT" || config.retries?.enabledInDev !== false,
    machine: machine ?? DEFAULT_MACHINE,
    outOfMemoryMachine: larger.find(isMachinePreset),
    isDurable: task.durable ?? false,
    maxDurationSeconds: withinTimers(
      overrides.maxDurationSeconds ?? task.maxDuration ?? config.maxDuration,
    ),
  };
}

/** What a timer can hold, 24 days. `timeout.None` lies beyond it: a timer would fire at once. */
const LONGEST_TIMER_SECONDS = 2_147_483;

function withinTimers(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds <= LONGEST_TIMER_SECONDS ? seconds : undefined;
}

/** The queue that a task's runs go to unless the caller names another. */
export function queueNameOf(task: TaskManifest): string {
  return task.queue?.name ?? `task/${task.id}`;
}
