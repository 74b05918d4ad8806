import type { AttemptInput } from "#sdk/wire/protocol.ts";
import type { ResolvedRetryOptions } from "#sdk/wire/retry.ts";
import type { TaskSettings } from "#worker/domain/task-settings.ts";
import type { LoadedDeployment } from "../deployments/load.ts";

/** An attempt that this worker owns until it completes it. */
export interface StartedAttempt {
  id: string;
  runId: string;
  environmentId: string;
  number: number;
  startedAt: Date;
  retry: ResolvedRetryOptions;
  retriesEnabled: boolean;
  maxDurationSeconds: number | undefined;
  machine: TaskSettings["machine"];
  isDurable: boolean;
  outOfMemoryMachine: TaskSettings["outOfMemoryMachine"];
  deployment: LoadedDeployment;
  input: AttemptInput;
}
