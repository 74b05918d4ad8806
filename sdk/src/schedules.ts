import type { ApiRequest } from "./client/api-request.ts";
import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import { type OffsetPagePromise, offsetPages } from "./client/offset-page.ts";
import { callApi } from "./client/transport.ts";
import type { Task } from "./task.ts";
import { declareTask } from "./task.ts";
import type { TaskOptions } from "./task-options.ts";
import type { OffsetPage } from "./wire/queue.ts";
import type {
  ScheduledTaskPayload,
  ScheduleEnvironment,
  ScheduleManifest,
  ScheduleObject,
} from "./wire/schedule.ts";

/** What `schedules.task()` takes: all that `task()` takes, and when it runs. */
export interface ScheduledTaskOptions<
  TIdentifier extends string,
  TOutput = unknown,
  TInit = unknown,
  THookOutput = TOutput,
> extends TaskOptions<
    TIdentifier,
    ScheduledTaskPayload,
    TOutput,
    TInit,
    ScheduledTaskPayload,
    THookOutput
  > {
  /**
   * Five fields (minute, hour, day of month, month, day of week), in UTC, such as `"0 9 * * MON-FRI"`;
   * `L` is the last day. Or with more to say. Without it the task runs on schedules that are made with
   * `schedules.create()` or in the dashboard.
   */
  cron?: string | CronOptions | undefined;
}

export interface CronOptions {
  pattern: string;
  /** IANA name, such as `Europe/Berlin`. Default `UTC`. */
  timezone?: string | undefined;
  /**
   * Runs start spread over this long after their tick, each schedule always at the same place: whole
   * minutes or hours up to `"24h"`, or a percentage of the time between two runs, such as `"50%"`.
   */
  window?: string | undefined;
  /** Where it runs. Default: in every environment that the task is deployed to. */
  environments?: ScheduleEnvironment[] | undefined;
}

/** What a schedule is changed to. What is left out is cleared. */
export interface UpdateScheduleOptions {
  /** Id of a task that `schedules.task()` declares, deployed to the key's environment. */
  task: string;
  /** Five fields. */
  cron: string;
  /** IANA name. Default `UTC`. */
  timezone?: string | undefined;
  /** Your own id, such as a customer's: the task finds it in its payload. */
  externalId?: string | undefined;
  /** As `window` of a declared one. */
  window?: string | undefined;
}

export interface CreateScheduleOptions extends UpdateScheduleOptions {
  /** Your name for this schedule: the same again changes it instead of making another one. */
  deduplicationKey: string;
}

/** A schedule as it is now. */
export interface RetrievedSchedule
  extends Omit<
    ScheduleObject,
    "nextRun" | "nextRunEffectiveAt" | "createdAt" | "lastTick" | "missed"
  > {
  /** The next tick. Absent while it is not active. */
  nextRun?: Date | undefined;
  /** When the run of that tick starts: later than the tick when there is a window. */
  nextRunEffectiveAt?: Date | undefined;
  createdAt: Date;
  /** The tick that got a run last. */
  lastTick?: Date | undefined;
  /** Ticks that got no run, ever, and the last of them: nobody was there, or its task was not deployed. */
  missed?: { count: number; until: Date } | undefined;
}

/**
 * Declares a task that runs by the clock. `run` is given the tick, not a payload of a caller's. A
 * `cron` here is a schedule that follows the deployments: it comes with the first that has it and goes
 * with the first that has it no more.
 *
 * Source: sdk-facts §1.7.
 *
 * @throws TypeError without an id or a run function.
 */
function task<
  const TIdentifier extends string,
  TOutput = unknown,
  TInit = unknown,
  THookOutput = TOutput,
>(
  options: ScheduledTaskOptions<TIdentifier, TOutput, TInit, THookOutput>,
): Task<TIdentifier, ScheduledTaskPayload, TOutput> {
  const { cron, ...others } = options;
  const schedule = cron === undefined ? undefined : toManifest(cron);
  return declareTask({ ...others, triggerSource: "schedule", schedule });
}

function toManifest(cron: string | CronOptions): ScheduleManifest {
  if (typeof cron === "string") return { cron, timezone: "UTC" };
  const { pattern, timezone = "UTC", window, environments } = cron;
  return { cron: pattern, timezone, window, environments };
}

/**
 * Makes a schedule, or changes the one that has the deduplication key.
 *
 * @throws UnprocessableEntityError for a cron, zone, window or task that cannot be; the message says why.
 */
function create(
  options: CreateScheduleOptions,
  requestOptions?: RequestOptions,
): Promise<RetrievedSchedule> {
  return call({ method: "POST", path: "/api/v1/schedules", body: options }, requestOptions);
}

/** @throws NotFoundError when there is no such schedule in the key's environment. */
function retrieve(scheduleId: string, requestOptions?: RequestOptions): Promise<RetrievedSchedule> {
  return call({ method: "GET", path: pathOf(scheduleId) }, requestOptions);
}

/**
 * Gives a schedule other settings: what is left out is cleared. Those that are declared in code are
 * refused.
 *
 * @throws NotFoundError; UnprocessableEntityError as of `create`.
 */
function update(
  scheduleId: string,
  options: UpdateScheduleOptions,
  requestOptions?: RequestOptions,
): Promise<RetrievedSchedule> {
  return call({ method: "PUT", path: pathOf(scheduleId), body: options }, requestOptions);
}

/**
 * Deletes a schedule; its runs stay. Those that are declared in code are refused.
 *
 * @throws NotFoundError; UnprocessableEntityError.
 */
async function del(scheduleId: string, requestOptions?: RequestOptions): Promise<{ id: string }> {
  await callApi({ method: "DELETE", path: pathOf(scheduleId) }, requestOptions);
  return { id: scheduleId };
}

/** It ticks no more until it is activated, also after deployments. @throws NotFoundError */
function deactivate(
  scheduleId: string,
  requestOptions?: RequestOptions,
): Promise<RetrievedSchedule> {
  return call({ method: "POST", path: `${pathOf(scheduleId)}/deactivate` }, requestOptions);
}

/** It ticks again, from the next tick on. @throws NotFoundError */
function activate(scheduleId: string, requestOptions?: RequestOptions): Promise<RetrievedSchedule> {
  return call({ method: "POST", path: `${pathOf(scheduleId)}/activate` }, requestOptions);
}

/**
 * Schedules of the key's environment, the newest first, in pages. Await it for the first page; iterate
 * it with `for await` for every schedule.
 */
function list(
  { page = 1, perPage }: { page?: number; perPage?: number } = {},
  requestOptions?: RequestOptions,
): OffsetPagePromise<RetrievedSchedule> {
  return offsetPages(async (number) => {
    const query = new URLSearchParams({ page: String(number) });
    if (perPage !== undefined) query.set("perPage", String(perPage));
    const request = { method: "GET", path: "/api/v1/schedules", query } as const;
    const { data, pagination } = asPage((await callApi(request, requestOptions)).body);
    return { data: data.map(readSchedule), pagination };
  }, page);
}

/** The zones that a schedule may be in, UTC first. */
async function timezones(
  { excludeUtc = false }: { excludeUtc?: boolean } = {},
  requestOptions?: RequestOptions,
): Promise<{ timezones: string[] }> {
  const query = new URLSearchParams(excludeUtc ? { excludeUtc: "true" } : {});
  const request = { method: "GET", path: "/api/v1/timezones", query } as const;
  return asTimezones((await callApi(request, requestOptions)).body);
}

function pathOf(scheduleId: string): string {
  return `/api/v1/schedules/${encodeURIComponent(scheduleId)}`;
}

async function call(
  request: ApiRequest,
  requestOptions: RequestOptions | undefined,
): Promise<RetrievedSchedule> {
  const { body } = await callApi(request, requestOptions);
  return readSchedule(asSchedule(body));
}

function readSchedule(schedule: ScheduleObject): RetrievedSchedule {
  const { nextRun, nextRunEffectiveAt, createdAt, lastTick, missed, ...others } = schedule;
  return {
    ...others,
    createdAt: new Date(createdAt),
    ...(nextRun && { nextRun: new Date(nextRun) }),
    ...(nextRunEffectiveAt && { nextRunEffectiveAt: new Date(nextRunEffectiveAt) }),
    ...(lastTick && { lastTick: new Date(lastTick) }),
    ...(missed && { missed: { ...missed, until: new Date(missed.until) } }),
  };
}

/** Checked as far as this module reads; the rest is the server's word. */
function asSchedule(body: object): ScheduleObject {
  if ("id" in body && "generator" in body) return body as ScheduleObject;
  throw new ApiSchemaValidationError("The server's answer is not a schedule.", { body });
}

function asPage(body: object): OffsetPage<ScheduleObject> {
  if ("data" in body && "pagination" in body) return body as OffsetPage<ScheduleObject>;
  throw new ApiSchemaValidationError("The server's answer is not a page of schedules.", { body });
}

function asTimezones(body: object): { timezones: string[] } {
  if ("timezones" in body) return body as { timezones: string[] };
  throw new ApiSchemaValidationError("The server's answer is not a list of zones.", { body });
}

/**
 * Tasks that run by the clock, and the schedules of an environment.
 *
 * Source: sdk-facts §1.7, http-contract §10.4.
 */
export const schedules = {
  task,
  create,
  retrieve,
  update,
  del,
  activate,
  deactivate,
  list,
  timezones,
};
