import type { QueueObject } from "#sdk/wire/queue.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import type { TaskOption } from "../task-options.ts";
import type { TaskView } from "../views.ts";

/** Runs that ended in an hour, by how they ended. */
export interface ActivityHourView {
  /** Start of the hour. */
  at: string;
  runs: Partial<Record<RunStatus, number>>;
}

/** `GET /api/v1/task-activity`: the last 24 hours, the current one included. Sums are a second old at most. */
export interface TaskActivityView {
  /** 24 starts of hours, the oldest first. */
  hours: string[];
  /** By task, only those that had any, and only hours that had any. */
  tasks: Record<string, ActivityHourView[]>;
  /** That were made in these hours, the oldest first. */
  deployments: { version: string; at: string }[];
}

/** `GET /api/v1/tasks/{id}/overview`. */
export interface TaskOverviewView {
  task: TaskView;
  options: TaskOption[];
  queue: QueueObject;
  /** At most 20; those that tick next come first. */
  schedules: ScheduleObject[];
  /** Of the newest 50 deployments those that have the task, at most 10. */
  versions: TaskVersionView[];
  activity: TaskActivityView;
}

export interface TaskVersionView {
  version: string;
  at: string;
  isCurrent: boolean;
  deployedBy?: string;
  /** Its first one, as far as was looked. */
  isFirst?: true;
  /** Settings that differ from the version before, as they are written in code. */
  changed: string[];
}

/** `GET /api/v1/tasks/{id}/recent-payloads`: what one of the newest runs was given. */
export interface RecentPayloadView {
  runId: string;
  status: RunStatus;
  createdAt: string;
  payload: unknown;
  tags: string[];
  /** By its full name. */
  queue: string;
  concurrencyKey?: string;
  metadata?: unknown;
}

/** `GET /api/v1/tasks/{id}/templates`: a form of the Test page that was kept. */
export interface TestTemplateView {
  id: string;
  name: string;
  /** JSON, as typed. */
  payload: string;
  /** The form's other fields, as typed. */
  options: Record<string, string>;
  updatedAt: string;
  updatedBy?: string;
}
