import type { TaskRunError } from "./errors.ts";

/**
 * A run as the realtime feed shows it: the columns that its clients know, under their names. Times have no
 * zone (it is UTC): clients append one.
 */
export interface RunRow {
  id: string;
  friendlyId: string;
  taskIdentifier: string;
  /** In the feed's own vocabulary. */
  status: string;
  createdAt: string;
  updatedAt: string;
  startedAt?: string;
  delayUntil?: string;
  queuedAt?: string;
  expiredAt?: string;
  /** Set for every final status: by it a client knows the end. */
  completedAt?: string;
  number: number;
  isTest: boolean;
  usageDurationMs: number;
  costInCents: number;
  baseCostInCents: number;
  ttl?: string;
  idempotencyKey?: string;
  payload?: string;
  payloadType?: string;
  metadata?: string;
  metadataType?: string;
  output?: string;
  outputType?: string;
  runTags: string[];
  error?: TaskRunError;
  realtimeStreams: string[];
}

export type FeedMessage =
  /** An update may be partial: what it leaves out is as it was. */
  | { key: string; value: Partial<RunRow>; headers: { operation: "insert" | "update" } }
  /** Rows count from here on. */
  | { headers: { control: "up-to-date" | "must-refetch" } };

/** The feed's name of each status, and what a client calls it. */
export const FEED_STATUSES = {
  DELAYED: "DELAYED",
  PENDING: "QUEUED",
  PENDING_VERSION: "PENDING_VERSION",
  DEQUEUED: "DEQUEUED",
  EXECUTING: "EXECUTING",
  WAITING_TO_RESUME: "WAITING",
  COMPLETED_SUCCESSFULLY: "COMPLETED",
  COMPLETED_WITH_ERRORS: "FAILED",
  CRASHED: "CRASHED",
  SYSTEM_FAILURE: "SYSTEM_FAILURE",
  CANCELED: "CANCELED",
  EXPIRED: "EXPIRED",
  TIMED_OUT: "TIMED_OUT",
} as const;
