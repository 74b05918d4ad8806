import type { RunError, RunListItem } from "#sdk/wire/api.ts";
import type { EnvironmentType } from "#sdk/wire/context.ts";
import type { EventLevel } from "#sdk/wire/protocol.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import type { EnvironmentTone } from "./environments.ts";
import type { MemberRole } from "./permissions.ts";
import type { TaskStatsView } from "./runs/views.ts";

/** What the dashboard reads beyond the public contract. Dates are ISO 8601 strings. */
export interface TaskView {
  id: string;
  filePath: string;
  exportName?: string;
  description?: string;
  queue: string;
  /** Version of the deployment it comes from. */
  version: string;
  executingCount: number;
  queuedCount: number;
  /** Newest first, at most 10. */
  lastRuns: { id: string; status: RunStatus; createdAt: string; durationMs: number }[];
  /** Absent when nothing has ended in the last day. */
  stats?: TaskStatsView;
  payloadSchema?: unknown;
  /** It takes the payload of a schedule. */
  triggerSource?: "schedule";
}

/** `GET /api/v1/tasks/{id}`: what the Test page starts from. */
export interface TaskDetailView extends TaskView {
  /** Pretty-printed JSON of the newest run's payload. */
  lastPayload?: { json: string; runId: string; createdAt: string };
}

/** `GET /api/v1/runs/{id}/timeline`: everything that happened, oldest first. */
export interface RunTimelineView {
  attempts: AttemptView[];
  events: RunEventView[];
  /** Pass as `?after=` to read only what came later. */
  cursor: string;
  /** There is more than one answer holds. */
  hasMore?: true;
}

export interface AttemptView {
  number: number;
  status: "EXECUTING" | "COMPLETED" | "FAILED" | "CANCELED" | "CRASHED" | "TIMED_OUT";
  startedAt: string;
  finishedAt?: string;
  durationMs?: number;
  error?: RunError;
}

export type RunEventView =
  /** A change of the run's status. */
  | {
      kind: "TRANSITION";
      id: string;
      at: string;
      status: RunStatus;
      attempt?: number;
      reason?: string;
    }
  | {
      kind: "LOG";
      id: string;
      at: string;
      attempt: number;
      level: EventLevel;
      message: string;
      attributes?: Record<string, unknown>;
    }
  /** Sent again with the same `spanId` when it ends; the later one wins. */
  | {
      kind: "SPAN";
      id: string;
      at: string;
      attempt: number;
      spanId: string;
      parentSpanId?: string;
      name: string;
      category: string;
      durationMs?: number;
      error?: RunError;
      attributes?: Record<string, unknown>;
    };

export interface ApiKeyView {
  id: string;
  name: string;
  /** Such as `tr_dev_…a1b2`: enough to recognise it, not to use it. */
  masked: string;
  isRoot: boolean;
  /** `admin`: everything. Else `action:type[:id]` entries. */
  scopes: string[];
  createdBy?: string;
  createdAt: string;
  lastUsedAt?: string;
  /** A regenerated key's predecessor works until then. */
  expiresAt?: string;
  revokedAt?: string;
}

/** `GET /api/v1/projects/{ref}/envvars/{slug}`. */
export interface VariableView {
  name: string;
  /** Redacted for a secret. */
  value: string;
  isSecret: boolean;
  updatedAt: string;
  /** Who wrote it last, as people read it. */
  updatedBy?: string;
}

/** One message of `GET /realtime/environments/{id}` (server-sent events): these runs changed; read them again. */
export interface RunsChangedMessage {
  runIds: string[];
  /** More changed than are listed. */
  isTruncated: boolean;
}

export interface EnvironmentView {
  id: string;
  slug: string;
  name: string;
  type: EnvironmentType;
  tone: EnvironmentTone;
}

/** `GET /api/v1/runs/{id}/wait-reason`. */
export interface WaitReasonView {
  runId: string;
  status: RunStatus;
  /** When the run came into this state, or into the queue. */
  since: string;
  /** The first blocker in a sentence; times are UTC. Empty for a run that does not wait. */
  summary: string;
  /** What holds it, the first thing first. Empty for a run that executes or is over. */
  blockers: WaitBlocker[];
  /** It expires then if it has not started. */
  expiresAt?: string;
}

/** A run that holds a slot that others wait for. */
export interface SlotHolder {
  runId: string;
  task: string;
  since: string;
}

export type WaitBlocker =
  | { kind: "ENVIRONMENT_PAUSED"; since: string; by?: string }
  | { kind: "QUEUE_PAUSED"; queue: string; since: string; by?: string }
  | { kind: "ENVIRONMENT_LIMIT"; limit: number; holders: SlotHolder[] }
  /** Per concurrency key; `key` is absent where the run has none. */
  | {
      kind: "QUEUE_LIMIT";
      queue: string;
      key?: string;
      limit: number;
      isOverride: boolean;
      holders: SlotHolder[];
    }
  | { kind: "TOTAL_LIMIT"; queue: string; limit: number; holders: SlotHolder[] }
  | { kind: "RATE_LIMIT"; queue: string; key?: string; limit: number; until: string }
  | { kind: "DELAYED"; until: string }
  | { kind: "RETRY_DUE"; until: string; attempt: number }
  | { kind: "NOTHING_DEPLOYED" }
  | { kind: "VERSION_NOT_DEPLOYED"; version: string }
  | { kind: "TASK_NOT_DEPLOYED"; task: string; version: string }
  | { kind: "NO_WORKER"; lastSeenAt?: string }
  /** Those that are connected take no new work. */
  | { kind: "WORKERS_DRAINING"; workers: number }
  /** Runs of its key before it, and other keys of its queue whose turn comes first. */
  | { kind: "IN_LINE"; queue: string; ahead: Count; keysAhead: Count }
  /** It has its slot of the environment, and no worker has a free place. */
  | { kind: "WORKERS_BUSY"; places: number }
  /** Its machine, and the most that a connected worker hands out. */
  | {
      kind: "NO_WORKER_LARGE_ENOUGH";
      machine: string;
      cpu: number;
      memoryGb: number;
      largest: { cpu: number; memoryGb: number };
    }
  | { kind: "STARTING" }
  /** By its own code; the waits in the order in which it came to them, at most 20. */
  | { kind: "INSIDE"; waits: InsideWait[] };

export type InsideWait =
  | { kind: "TIME"; until: string }
  | { kind: "RUN"; runId: string; task: string }
  /** `open` of its `runs` have not ended. */
  | { kind: "BATCH"; batchId: string; open: number; runs: number }
  | { kind: "TOKEN"; tokenId: string; timeoutAt?: string };

/** A number that was counted up to a cap. */
export interface Count {
  count: number;
  isCapped: boolean;
}

/** `GET /api/v1/environment`: what its queues share. */
export interface EnvironmentLoadView {
  running: number;
  /** Counted up to 10 000. */
  queued: number;
  concurrencyLimit: number;
  paused: boolean;
  pausedAt?: string;
  pausedBy?: string;
}

/** Everything the shell needs to draw the switchers. */
export interface WorkspaceView {
  user: {
    id: string;
    name: string;
    email: string;
    hasPassword: boolean;
    /** Providers whose identity opens this account: `github`, `google`, `oidc`. */
    identities: string[];
    /** May administer this installation, not only their organizations. */
    isAdministrator: boolean;
  };
  organizations: {
    slug: string;
    name: string;
    role: MemberRole;
    projects: { ref: string; slug: string; name: string; environments: EnvironmentView[] }[];
  }[];
}

export type { RunListItem };

/** `GET /api/v1/runs/{id}/streams`. */
export interface StreamList {
  streams: StreamView[];
}

export interface StreamView {
  key: string;
  /** Parts in all, of which the last are here. */
  length: number;
  bytes: number;
  /** `data` is JSON, as it was written. */
  parts: { index: number; at: string; data: string }[];
}
