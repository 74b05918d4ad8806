/**
 * The 13 statuses of a run as every surface names them. Transitions between them
 * belong to the server (`worker/domain/run-status.ts`); this is only the vocabulary.
 */
export const RUN_STATUSES = [
  "PENDING_VERSION",
  "DELAYED",
  "QUEUED",
  "DEQUEUED",
  "EXECUTING",
  "WAITING",
  "COMPLETED",
  "FAILED",
  "CANCELED",
  "CRASHED",
  "TIMED_OUT",
  "EXPIRED",
  "SYSTEM_FAILURE",
] as const;

export type RunStatus = (typeof RUN_STATUSES)[number];
