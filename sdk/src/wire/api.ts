import type { EnvironmentType } from "./context.ts";
import type { TaskRunErrorCause } from "./errors.ts";
import type { RunStatus } from "./run-status.ts";
import type { ScheduleObject } from "./schedule.ts";

/**
 * The JSON of the HTTP API, as both sides see it. Dates are ISO 8601 strings; a field
 * that has no value is left out, never null (a client would read null as 1970).
 */
export interface RunCommon {
  id: string;
  status: RunStatus;
  taskIdentifier: string;
  isQueued: boolean;
  isExecuting: boolean;
  isWaiting: boolean;
  /** True for every final status. */
  isCompleted: boolean;
  isSuccess: boolean;
  isFailed: boolean;
  isCancelled: boolean;
  isTest: boolean;
  createdAt: string;
  updatedAt: string;
  startedAt?: string;
  finishedAt?: string;
  delayedUntil?: string;
  expiredAt?: string;
  ttl?: string;
  idempotencyKey?: string;
  version?: string;
  tags: string[];
  metadata?: Record<string, unknown>;
  costInCents: number;
  baseCostInCents: number;
  /** Milliseconds of executing time. */
  durationMs: number;
  /** Beyond the contract, for the dashboard; other clients ignore it. */
  queue: string;
  concurrencyKey?: string;
  attemptCount: number;
  machine?: string;
}

export interface RunListItem extends RunCommon {
  env: { id: string; name: string };
}

export interface RunError {
  message: string;
  name?: string;
  stackTrace?: string;
  causes?: TaskRunErrorCause[];
}

export type TriggerFunction = "trigger" | "triggerAndWait" | "batchTrigger" | "batchTriggerAndWait";

export interface RunObject extends RunCommon {
  depth: number;
  triggerFunction: TriggerFunction;
  relatedRuns: { root?: RelatedRun; parent?: RelatedRun; children?: RelatedRun[] };
  batchId?: string;
  /** Plain JSON, whatever encoding the payload was sent in. */
  payload?: unknown;
  /** Plain JSON; only after success. */
  output?: unknown;
  error?: RunError;
  attempts: [];
  /** The schedule that triggered it. */
  schedule?: Pick<ScheduleObject, "id" | "generator" | "externalId" | "deduplicationKey">;
  /** Run this one was replayed from. */
  replayedFrom?: string;
}

export interface RelatedRun extends RunCommon {
  depth: number;
  triggerFunction: TriggerFunction;
  batchId?: string;
}

export interface CursorPage<T> {
  data: T[];
  /** A key is absent where there is no such page. */
  pagination: { next?: string; previous?: string };
}

export interface TriggerResponse {
  id: string;
  isCached?: boolean;
}

/** Answer of `POST /api/v1/deployments`. */
export interface DeploymentResponse {
  id: string;
  version: string;
  environment: { slug: string; type: EnvironmentType };
  taskCount: number;
  /** True when the same bundle was current already and nothing changed. */
  isUnchanged: boolean;
  /** False: it waits for `pawl promote`. */
  isCurrent: boolean;
  dashboardUrl: string;
}

/** `GET /api/v2/batches/{id}`. */
export interface BatchObject {
  id: string;
  /**
   * PENDING until all items are in; PROCESSING until all their runs are finished. ABORTED: no item became a run,
   * or not all of them came within 30 minutes.
   */
  status: "PENDING" | "PROCESSING" | "COMPLETED" | "PARTIAL_FAILED" | "ABORTED";
  createdAt: string;
  updatedAt: string;
  runCount: number;
  /** Ids of the runs, in the order of the items. */
  runs: string[];
  processing: {
    /** Items that could not be triggered, or never came: of those the task is "". */
    errors: { index: number; taskIdentifier: string; error: string }[];
    /** When the last item was in. */
    completedAt?: string;
  };
  idempotencyKey?: string;
}
