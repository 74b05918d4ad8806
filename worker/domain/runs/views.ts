import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";

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
