import type { RunError, RunListItem } from "#sdk/wire/api.ts";
import type { EventLevel } from "#sdk/wire/protocol.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";

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
  payloadSchema?: unknown;
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
  createdAt: string;
  lastUsedAt?: string;
  /** A regenerated key's predecessor works until then. */
  expiresAt?: string;
}

/** One message of `GET /realtime/environments/{id}` (server-sent events): these runs changed; read them again. */
export interface RunsChangedMessage {
  runIds: string[];
  /** More changed than are listed. */
  isTruncated: boolean;
}

export interface EnvironmentView {
  id: string;
  slug: "dev" | "staging" | "prod";
  type: "DEVELOPMENT" | "STAGING" | "PRODUCTION";
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
  user: { id: string; name: string; email: string; hasPassword: boolean };
  organizations: {
    slug: string;
    name: string;
    role: "OWNER" | "ADMIN" | "DEVELOPER" | "VIEWER";
    projects: { ref: string; slug: string; name: string; environments: EnvironmentView[] }[];
  }[];
}

export type { RunListItem };
