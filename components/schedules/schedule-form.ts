import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import {
  cronProblem,
  type ScheduleRule,
  timezoneProblem,
  windowProblem,
} from "#worker/domain/schedule.ts";

/** What the form holds: text, as typed. */
export type ScheduleFields = {
  task: string;
  cron: string;
  timezone: string;
  window: string;
  externalId: string;
  deduplicationKey: string;
};

export type ScheduleField = keyof ScheduleFields;
export type ScheduleProblems = Partial<Record<ScheduleField, string>>;

/** The same for the API; what was left empty is left out. */
export type ScheduleInput = {
  task: string;
  cron: string;
  timezone: string;
  window?: string;
  externalId?: string;
  deduplicationKey?: string;
};

export function fieldsOf(schedule: ScheduleObject): ScheduleFields {
  return {
    task: schedule.task,
    cron: schedule.generator.expression,
    timezone: schedule.timezone,
    window: schedule.window ?? "",
    externalId: schedule.externalId ?? "",
    deduplicationKey: schedule.deduplicationKey ?? "",
  };
}

export function problemsOf(fields: ScheduleFields): ScheduleProblems {
  const { task, cron, timezone, window } = trimmed(fields);
  const problems: [ScheduleField, string | undefined][] = [
    ["task", task === "" ? "Choose the task that it runs." : undefined],
    ["cron", cronProblem(cron)],
    ["timezone", timezoneProblem(timezone)],
    ["window", window === "" ? undefined : windowProblem(window)],
  ];
  return Object.fromEntries(problems.filter(([, problem]) => problem !== undefined));
}

/** `generatedKey` stands for a key that was left empty: the API wants one. */
export function toInput(fields: ScheduleFields, generatedKey?: string): ScheduleInput {
  const { task, cron, timezone, window, externalId, deduplicationKey } = trimmed(fields);
  return {
    task,
    cron,
    timezone,
    ...(window !== "" && { window }),
    ...(externalId !== "" && { externalId }),
    ...(generatedKey !== undefined && { deduplicationKey: deduplicationKey || generatedKey }),
  };
}

/** When the schedule that is being typed would come; undefined while it is none. */
export function ruleOfFields(fields: ScheduleFields): ScheduleRule | undefined {
  const { cron, timezone } = trimmed(fields);
  const isRule = cronProblem(cron) === undefined && timezoneProblem(timezone) === undefined;
  return isRule ? { cron, timezone, window: null } : undefined;
}

function trimmed(fields: ScheduleFields): ScheduleFields {
  return {
    task: fields.task,
    cron: fields.cron.trim(),
    timezone: fields.timezone.trim(),
    window: fields.window.trim(),
    externalId: fields.externalId.trim(),
    deduplicationKey: fields.deduplicationKey.trim(),
  };
}

/** Of a new schedule, in the zone of whoever makes it. */
export function emptyFields(): ScheduleFields {
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { task: "", cron: "", timezone, window: "", externalId: "", deduplicationKey: "" };
}
