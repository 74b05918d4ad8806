import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";

/** `GET /api/v1/runs`. */
export interface RunListPage extends CursorPage<RunListItem> {
  /** Of a filter by fields: how many runs it looks into, and where it stopped if there were more. */
  searched?: { runs: number; since?: string };
}

/** `GET /api/v1/runs/facets`: values to filter runs by, the most frequent of the newest runs first. */
export interface RunFacetsView {
  tags: string[];
  queues: string[];
  keys: string[];
  /** Newest first. */
  versions: string[];
}

/** Of the newest runs of the last day that have ended, at most 200. Durations are of executing. */
export interface TaskStatsView {
  sampledCount: number;
  failedCount: number;
  p50Ms: number;
  p95Ms: number;
}

/** A run as another one mentions it. */
export interface MentionedRunView {
  id: string;
  status: RunStatus;
  taskIdentifier: string;
  createdAt: string;
}

/** `GET /api/v1/runs/{id}/related`. */
export interface RunRelationsView {
  /** 32 hexadecimal digits; all attempts are in this trace. */
  traceId: string;
  /** The span of whoever triggered it, where the run goes on in that trace. */
  parentSpanId?: string;
  /** Of whoever triggered it, where the run has a trace of its own. */
  linkedTraceId?: string;
  /** Replays of it, newest first, at most 20. */
  replays: MentionedRunView[];
  /** What it is a replay of, if that is still there. */
  replayedFrom?: MentionedRunView;
  /** Others with its idempotency key among the task's newest 5 000 runs, newest first, at most 10. */
  sameKey: MentionedRunView[];
}
