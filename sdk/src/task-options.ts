import type { HooksByKind, TaskHooks } from "./hooks.ts";
import type { ParsePayload } from "./schema.ts";
import type { TaskRunContext } from "./wire/context.ts";
import type { MachinePreset } from "./wire/machine.ts";
import type { RateLimit } from "./wire/manifest.ts";
import type { RetryOptions } from "./wire/retry.ts";
import type { ScheduleManifest } from "./wire/schedule.ts";

/** The second argument of `run`. */
export interface RunParams<TInit = unknown> {
  /** The run, its attempt, task, queue and environment, as they were when the attempt started. */
  ctx: TaskRunContext;
  /** Aborts when the run is cancelled or exceeds `maxDuration`. Hand it to `fetch` and the like. */
  signal: AbortSignal;
  /** What the `init` hooks returned, merged. */
  init: TInit;
}

/** A queue that several tasks may share. */
export interface QueueOptions {
  /** Letters, digits, `_`, `-` and `/`; unique in the project. */
  name: string;
  /**
   * Runs that may execute at the same time; each `concurrencyKey` has as many of its own. None: only
   * the environment's limit holds.
   */
  concurrencyLimit?: number | undefined;
  /** Runs that may execute at the same time, over all concurrency keys together. */
  totalConcurrencyLimit?: number | undefined;
  /**
   * Starts in a period: `{ limit: 100, period: "1m" }`, or for each concurrency key
   * `{ limit: 5, period: 10, scope: "key" }` (10 seconds). In no stretch of time as long as
   * the period are there more; further runs wait. A retry is a start.
   */
  rateLimit?: RateLimit | undefined;
}

/**
 * What `task()` takes. `TPayload` is what `run` accepts, `TOutput` what it resolves to. Hooks have
 * type parameters of their own, so that one written before `run` does not settle those of `run`;
 * in hooks written after `run` they are the same.
 *
 * Source: lifecycle §1, sdk-facts §1.1.
 */
export interface TaskOptions<
  TIdentifier extends string,
  TPayload = void,
  TOutput = unknown,
  TInit = unknown,
  THookPayload = TPayload,
  THookOutput = TOutput,
> extends TaskHooks<THookPayload, THookOutput, TInit> {
  /** Unique in the project, and stable: it is how runs, schedules and callers name the task. */
  id: TIdentifier;
  /**
   * The work. What it returns is the run's output and must be serialisable (superjson: Date, Map,
   * Set, BigInt and undefined survive). What it throws fails the attempt.
   */
  run: (payload: TPayload, params: RunParams<TInit>) => Promise<TOutput> | TOutput;
  /** Shown in the dashboard. */
  description?: string | undefined;
  /** Field by field over the `retries.default` of the config, which stands over 3 attempts, factor 2, 1 to 60 s. */
  retry?: RetryOptions | undefined;
  /** The result of `queue()`, or limits of the task's own queue. Without it: a queue of its own, without limit. */
  queue?: Partial<QueueOptions> | undefined;
  /** How much CPU and memory a run gets. Default `small-1x`. */
  machine?: MachinePreset | { preset: MachinePreset } | undefined;
  /** Seconds one attempt may take, waits excluded; at least 5. Without it: as long as it takes. */
  maxDuration?: number | undefined;
  /** How long a run may wait for its start before it expires: `"10m"`, or seconds. 0: for ever. */
  ttl?: string | number | undefined;
  /**
   * True: the code may run again from the top whenever it waits, so that a waiting run needs no process. What it
   * waited for before returns at once, children and tokens are the same ones; everything else between its waits
   * is done again. Default false: the process is kept, and only its loss leads there.
   */
  durable?: boolean | undefined;
  /** JSON Schema (draft 7) of the payload, for the dashboard's test page. */
  jsonSchema?: unknown;
}

/** The options of any task, for code that does not look at what its functions take. */
export type AnyTaskOptions<TIdentifier extends string> = Omit<
  TaskOptions<TIdentifier>,
  "run" | keyof TaskHooks
> & { run: object } & ScheduledOptions;

/** What `schedules.task()` adds. */
export interface ScheduledOptions {
  triggerSource?: "schedule" | undefined;
  schedule?: ScheduleManifest | undefined;
}

/** A task's options once nobody cares for the types any more: what the catalog keeps and the runner runs. */
export interface TaskDefinition
  extends Omit<TaskOptions<string>, "run" | keyof TaskHooks>,
    ScheduledOptions {
  run: (payload: unknown, params: RunParams) => unknown;
  hooks: HooksByKind;
  /** Of a task with a schema: what `run` and the hooks are given is what this makes of the payload. */
  parsePayload?: ParsePayload | undefined;
}
