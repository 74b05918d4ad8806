import { RUN_STATUSES, type RunStatus } from "#sdk/wire/run-status.ts";

/**
 * The state machine of a run: for each status, the statuses it may be entered from.
 * An empty list is a status that only a new run can have. The diagram in ARCHITECTURE.md
 * is generated from this table, and so is the guard of the one statement that writes it.
 */
export const ENTERED_FROM: Record<RunStatus, readonly RunStatus[]> = {
  PENDING_VERSION: ["QUEUED", "DEQUEUED"],
  DELAYED: [],
  // From EXECUTING: a retry, or a worker that stopped and hands the run back.
  QUEUED: ["PENDING_VERSION", "DELAYED", "DEQUEUED", "EXECUTING", "WAITING"],
  DEQUEUED: ["QUEUED"],
  EXECUTING: ["DEQUEUED"],
  WAITING: ["EXECUTING"],
  COMPLETED: ["EXECUTING"],
  FAILED: ["EXECUTING"],
  CANCELED: ["PENDING_VERSION", "DELAYED", "QUEUED", "DEQUEUED", "EXECUTING", "WAITING"],
  CRASHED: ["EXECUTING"],
  TIMED_OUT: ["EXECUTING"],
  EXPIRED: ["PENDING_VERSION", "DELAYED", "QUEUED"],
  SYSTEM_FAILURE: ["DEQUEUED", "EXECUTING", "WAITING"],
};

const FINAL: ReadonlySet<RunStatus> = new Set([
  "COMPLETED",
  "FAILED",
  "CANCELED",
  "CRASHED",
  "TIMED_OUT",
  "EXPIRED",
  "SYSTEM_FAILURE",
]);

/** Nothing leaves a final status. */
export function isFinal(status: RunStatus): boolean {
  return FINAL.has(status);
}

export const FINAL_STATUSES = RUN_STATUSES.filter(isFinal);
export const UNFINISHED_STATUSES = RUN_STATUSES.filter((status) => !isFinal(status));

/** Statuses that hold a slot of queue, key and environment. */
export const SLOT_STATUSES = ["DEQUEUED", "EXECUTING"] as const satisfies readonly RunStatus[];

export function canEnter(from: RunStatus, to: RunStatus): boolean {
  return ENTERED_FROM[to].includes(from);
}

/** The booleans that the API sends beside a status. */
export function statusFlags(status: RunStatus) {
  const isSuccess = status === "COMPLETED";
  return {
    isQueued: status === "QUEUED" || status === "DELAYED" || status === "PENDING_VERSION",
    isExecuting: status === "EXECUTING" || status === "DEQUEUED",
    isWaiting: status === "WAITING",
    isCompleted: isFinal(status),
    isSuccess,
    // A canceled run counts as failed: clients of this API have always seen it so.
    isFailed: isFinal(status) && !isSuccess,
    isCancelled: status === "CANCELED",
  };
}

/** Names that clients without a dated API version expect. */
const LEGACY_NAMES: Partial<Record<RunStatus, string>> = {
  DEQUEUED: "EXECUTING",
  WAITING: "FROZEN",
};

/** Old and new names a list filter may use, mapped to ours; unknown names give undefined. */
export function parseStatusName(name: string): RunStatus[] | undefined {
  if ((RUN_STATUSES as readonly string[]).includes(name)) return [name as RunStatus];
  switch (name) {
    case "FROZEN":
      return ["WAITING"];
    case "REATTEMPTING":
      return ["EXECUTING"];
    case "INTERRUPTED":
      return ["FAILED"];
    case "WAITING_FOR_DEPLOY":
      return ["PENDING_VERSION"];
    default:
      return undefined;
  }
}

export function statusName(status: RunStatus, isLegacyClient: boolean): string {
  return (isLegacyClient ? LEGACY_NAMES[status] : undefined) ?? status;
}
