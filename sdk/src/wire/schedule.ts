/** `DECLARATIVE`: written in the code of its task. `IMPERATIVE`: made with the API or in the dashboard. */
export type ScheduleType = "DECLARATIVE" | "IMPERATIVE";

/** Where a declared schedule may be limited to. */
export const SCHEDULE_ENVIRONMENTS = ["DEVELOPMENT", "STAGING", "PREVIEW", "PRODUCTION"] as const;
export type ScheduleEnvironment = (typeof SCHEDULE_ENVIRONMENTS)[number];

/** The schedule in a task's code, as the manifest carries it. */
export interface ScheduleManifest {
  cron: string;
  timezone: string;
  window?: string | undefined;
  /** Left out: in every environment. */
  environments?: ScheduleEnvironment[] | undefined;
}

/** A schedule as the API gives it. Dates are ISO 8601 strings; what has no value is left out. */
export interface ScheduleObject {
  /** `sched_…` */
  id: string;
  type: ScheduleType;
  /** Id of its task. */
  task: string;
  active: boolean;
  deduplicationKey?: string;
  externalId?: string;
  generator: { type: "CRON"; expression: string; description: string };
  /** IANA name. */
  timezone: string;
  /** `30m`, `2h` or `50%`. */
  window?: string;
  /** The next tick. Absent while it is not active. */
  nextRun?: string;
  /** When the run of that tick starts: later than the tick when there is a window. */
  nextRunEffectiveAt?: string;
  environments: { id: string; type: string }[];
  /** Beyond the contract from here on; other clients ignore it. */
  createdAt: string;
  /** The tick that got a run last. */
  lastTick?: string;
  lastRunId?: string;
  /** Ticks that got no run, ever, and the last of them: nobody was there, or its task was not deployed. */
  missed?: { count: number; until: string };
  /** False: the current deployment does not have its task, so that nothing runs. */
  isTaskDeployed: boolean;
}

/** What the run of a scheduled task is given. Dates are UTC. */
export interface ScheduledTaskPayload {
  scheduleId: string;
  type: ScheduleType;
  /** The tick: when it was to run, whenever it does. */
  timestamp: Date;
  /** The tick that got a run before this one; none the first time. */
  lastTimestamp?: Date | undefined;
  /** As it was given when the schedule was made. */
  externalId?: string | undefined;
  /** IANA name of the schedule's zone. */
  timezone: string;
  /** The next ten ticks. */
  upcoming: Date[];
}
