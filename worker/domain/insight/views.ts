import type { RunError } from "#sdk/wire/api.ts";
import type { EventLevel } from "#sdk/wire/protocol.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import type { Count } from "../views.ts";

/** What the pages that look over many runs read. Dates are ISO 8601 strings. */
export type ErrorStatus = "UNRESOLVED" | "RESOLVED" | "IGNORED";

/** `GET /api/v1/errors`: runs that ended with the same fault of a task. Sums are a second old at most. */
export interface ErrorGroupView {
  id: string;
  task: string;
  /** Of the newest run's error. */
  name: string;
  message: string;
  status: ErrorStatus;
  count: number;
  firstSeenAt: string;
  lastSeenAt: string;
  newestRunId: string;
  /** By hour over the last 24, the oldest first. */
  activity: number[];
  /** Who resolved or ignored it, and when. */
  changedBy?: string;
  changedAt?: string;
  /** Of a resolved one: a newer version that does it again opens it again. */
  resolvedInVersion?: string;
  /** Of an ignored one; absent: for good. */
  ignoredUntil?: string;
  /** It was resolved or ignored, and came back then. */
  reopenedAt?: string;
}

/** `GET /api/v1/errors/{id}`. */
export interface ErrorDetailView extends ErrorGroupView {
  /** Of the newest run. */
  error?: RunError;
  /** By hour over the last 7 days, hours without one left out. */
  occurrences: { at: string; count: number }[];
  /** Newest first. Absent version: it ended before it had started in one. */
  versions: { version?: string; count: number; firstSeenAt: string; lastSeenAt: string }[];
  /** Newest first, at most 25. */
  runs: {
    id: string;
    status: RunStatus;
    createdAt: string;
    durationMs: number;
    version?: string;
  }[];
}

/** A line that a task wrote. */
export interface LogLineView {
  id: string;
  at: string;
  level: EventLevel;
  message: string;
  runId: string;
  task: string;
  attempt: number;
  attributes?: Record<string, unknown>;
}

/** `GET /api/v1/logs`: lines of an environment, newest first. */
export interface LogPageView {
  data: LogLineView[];
  /** Pass as `after` to read on; absent: that was all of the time that was asked for. */
  next?: string;
  /**
   * Set when a search ended at its bound before it had a page: it has looked at `lines` lines, back to `since`, and
   * `next` goes on from there.
   */
  searched?: { lines: number; since: string };
}

/** `GET /api/v1/batches`: runs that were triggered with one call. */
export interface BatchView {
  id: string;
  /** As `GET /api/v2/batches/{id}` tells it. */
  status: "PENDING" | "PROCESSING" | "COMPLETED" | "PARTIAL_FAILED" | "ABORTED";
  createdAt: string;
  /** Every item had been accepted or refused. */
  sealedAt?: string;
  /** It was given up, since items were missing for too long. */
  aborted?: { at: string; reason: string };
  /** Items that were announced. */
  itemCount: number;
  /** Its runs by their status. */
  runs: Partial<Record<RunStatus, number>>;
  /** Items that became no run. */
  refusedCount: number;
  /** Items whose idempotency key led to a run that was there already. */
  reusedCount: number;
  idempotencyKey?: string;
}

/** `GET /api/v1/batches/{id}/progress`. */
export interface BatchDetailView extends BatchView {
  /** The first 200 refused items. */
  refused: { index: number; task: string; reason: string }[];
  /** The first 200 items that found a run. */
  reused: { index: number; task: string; runId: string }[];
}

/** How a queue does. Rates and delays are of the last ten minutes; sums are a second old at most. */
export interface QueueMetricsView {
  /** The queue's id. */
  id: string;
  /** How long the run waits that is first in its lane; over the first 50 keys. Absent: none waits. */
  oldestWaitMs?: number;
  /** From queued to started. Absent: none started. */
  delayP95Ms?: number;
  inPerMinute: number;
  outPerMinute: number;
}

/** `GET /api/v1/queues/{queue}/metrics`. */
export interface QueueDetailView {
  queue: QueueObject;
  metrics: QueueMetricsView;
  /** Of the last hour, from queued to started. Absent: none started. */
  delay?: { p50Ms: number; p95Ms: number; p99Ms: number };
  /** The last 60 minutes, the oldest first. */
  minutes: { at: string; in: number; out: number }[];
  /** Those with runs waiting or running, the longest wait first. */
  /** The first hundred that wait longest, and the first hundred with the most waiting. */
  keys: QueueKeyView[];
  /** All that were looked at. */
  keyCount: number;
  /** More runs wait than were read: the first 200 keys by name were looked at. */
  areKeysCapped: boolean;
}

export interface QueueKeyView {
  /** Empty: runs without a key. */
  key: string;
  queued: Count;
  running: number;
  oldestWaitMs?: number;
}
