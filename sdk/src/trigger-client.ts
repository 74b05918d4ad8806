import { auth } from "./auth.ts";
import { batch } from "./batch.ts";
import type { ClientConfiguration } from "./client/configuration.ts";
import type { ClientScope } from "./client/scope.ts";
import { withScope } from "./client/scope.ts";
import { deployments } from "./deployments.ts";
import { envvars } from "./envvars.ts";
import { queues } from "./queues.ts";
import { runs } from "./runs.ts";
import { schedules } from "./schedules.ts";
import { tasks } from "./tasks.ts";

export interface TriggerClientConfiguration extends ClientConfiguration {
  /** True: called inside a run, what it triggers is a child of that run. Default false. */
  inheritContext?: boolean | undefined;
}

const TASKS = ["trigger", "batchTrigger"] as const;
const BATCH = ["trigger", "triggerByTask", "retrieve"] as const;
const SCHEDULES = [
  ...(["create", "retrieve", "update", "list"] as const),
  ...(["activate", "deactivate", "del"] as const),
] as const;
const AUTH = [
  "createPublicToken",
  "createTriggerPublicToken",
  "createBatchTriggerPublicToken",
] as const;

/**
 * A client with a server and a key of its own, for a process that talks to several of them. `configure()` does not
 * reach it; what its configuration leaves out comes from the environment's variables.
 *
 * ```ts
 * const staging = new TriggerClient({ secretKey: process.env.STAGING_KEY });
 * await staging.tasks.trigger<typeof sendEmail>("send-email", { to: "a@example.com" });
 * ```
 *
 * Source: sdk-facts §1.13.
 *
 * Its methods throw an Error where there is no AsyncLocalStorage (a browser).
 */
export class TriggerClient {
  readonly tasks: Pick<typeof tasks, (typeof TASKS)[number]>;
  readonly runs: typeof runs;
  readonly batch: Pick<typeof batch, (typeof BATCH)[number]>;
  readonly deployments: typeof deployments;
  readonly envvars: typeof envvars;
  readonly queues: typeof queues;
  readonly schedules: Pick<typeof schedules, (typeof SCHEDULES)[number]>;
  readonly auth: Pick<typeof auth, (typeof AUTH)[number]>;

  constructor({ inheritContext = false, ...configuration }: TriggerClientConfiguration = {}) {
    const scope = { configuration, isIsolated: true, inheritsRun: inheritContext };
    this.tasks = inScope(tasks, scope, TASKS);
    this.runs = { ...inScope(runs, scope), bulk: inScope(runs.bulk, scope) };
    this.batch = inScope(batch, scope, BATCH);
    this.deployments = inScope(deployments, scope);
    this.envvars = inScope(envvars, scope);
    this.queues = inScope(queues, scope);
    this.schedules = inScope(schedules, scope, SCHEDULES);
    this.auth = inScope(auth, scope, AUTH);
  }
}

/** The same functions, each called in the scope: their types stay what they are. */
function inScope<T extends object, K extends keyof T>(
  api: T,
  scope: ClientScope,
  names?: readonly K[],
): Pick<T, K> {
  const bound = Object.entries(api)
    .filter(([name]) => !names || names.some((wanted) => wanted === name))
    .map(([name, value]) => [
      name,
      typeof value === "function"
        ? (...args: unknown[]): unknown => withScope(scope, () => Reflect.apply(value, api, args))
        : value,
    ]);
  return Object.fromEntries(bound) as Pick<T, K>;
}
