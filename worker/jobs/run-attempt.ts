import { randomUUID } from "node:crypto";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { assertNever } from "#worker/domain/assert-never.ts";
import type { AttemptEnd } from "#worker/domain/attempt.ts";
import { type Room, roomOf } from "#worker/domain/machine-room.ts";
import {
  deploymentUnusableError,
  describeProcessDeath,
  outOfMemoryError,
  timedOutError,
} from "#worker/domain/process-death.ts";
import type { BundleCache } from "#worker/processes/bundle-cache.ts";
import type { Lease, ProcessPool } from "#worker/processes/pool.ts";
import type { ProcessOutcome, TaskProcess } from "#worker/processes/task-process.ts";
import { areCurrent } from "#worker/services/attempts/are-current.ts";
import {
  type CompletedAttempt,
  completeAttempts,
  type EndedAttempt,
} from "#worker/services/attempts/complete.ts";
import { handBackRuns } from "#worker/services/attempts/hand-back-runs.ts";
import { type AttemptEvents, recordEvents } from "#worker/services/attempts/record-events.ts";
import { startAttempts } from "#worker/services/attempts/start.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { getBundle } from "#worker/services/deployments/get-bundle.ts";
import { gather } from "#worker/services/gather.ts";
import { serveApart } from "#worker/services/serve-apart.ts";
import { giveUpSuspended } from "#worker/services/waits/give-up.ts";
import { resumeRuns } from "#worker/services/waits/resume.ts";
import { type HeldAttempt, suspendRuns } from "#worker/services/waits/suspend.ts";
import type { Parking } from "./parking.ts";
import { persistently } from "./persistently.ts";
import type { Place } from "./places.ts";
import { reportEvents } from "./report-events.ts";
import { Suspension } from "./suspension.ts";

export interface ExecutorOptions {
  ctx: ServiceContext;
  workerId: string;
  /** Attempts at once. */
  slots: number;
  /** What they may use together. */
  room: Room;
  /** How long an admitted run waits here for a place; a moment, unless a test has time. */
  patienceMs?: number;
  pool: ProcessPool;
  /** Where processes stay while their runs wait. */
  parking: Parking;
  bundles: BundleCache;
  /** For tasks that trigger others. */
  apiUrl: string;
  /** Told what goes wrong where nobody waits for it. */
  onError: (error: unknown) => void;
  /** Told when a run of this environment may start again, in milliseconds. */
  onRetry: (environmentId: string, delayMs: number) => void;
}

/** An attempt that this worker has, whether it executes or is suspended. */
export interface Executing {
  attempt: StartedAttempt;
  lease: Lease | undefined;
  suspension: Suspension | undefined;
  /** None while it is suspended. */
  place: Place | undefined;
  /** Settles when it is suspended, or over: its job is done then. */
  segment: PromiseWithResolvers<void>;
  /** Settles when it is over. */
  done: Promise<void>;
  isHandedBack: boolean;
  isCanceled: boolean;
  /** Its worker was given up after it had been started, and others may go on with it. */
  isLost: boolean;
}

export interface Writers {
  suspend: (held: HeldAttempt) => Promise<boolean>;
  resume: (held: HeldAttempt) => Promise<boolean>;
  handBack: (runId: string) => Promise<void>;
  start: (runId: string) => Promise<StartedAttempt | null>;
  isCurrent: (attemptId: string) => Promise<boolean>;
  complete: (ended: EndedAttempt & Pick<AttemptEvents, "events">) => Promise<CompletedAttempt>;
  record: (batch: AttemptEvents) => Promise<void>;
}

/** More at once than there are slots by default: a worker with short attempts, which cannot keep up. */
const UNDER_LOAD = { restAfter: 12 };

/** The writes of concurrent attempts, gathered into one statement each. */
export function createWriters({ ctx, workerId }: ExecutorOptions): Writers {
  return {
    suspend: gather((held: HeldAttempt[]) => suspendRuns(ctx, held)),
    resume: gather((held: HeldAttempt[]) => resumeRuns(ctx, held)),
    handBack: gather(async (runIds: string[]) => {
      await handBackRuns(ctx, runIds, "Its worker was busy with longer runs");
      return runIds.map(() => undefined);
    }),
    start: gather((runIds: string[]) => startAttempts(ctx, workerId, runIds), UNDER_LOAD),
    isCurrent: gather((attemptIds: string[]) => areCurrent(ctx, attemptIds)),
    complete: gather(async (ended: Parameters<Writers["complete"]>[0][]) => {
      const last = ended.map(({ attempt, events }) => ({ ...ownerOf(attempt), events }));
      await recordApart(ctx, last).catch(() => {});
      return completeAttempts(ctx, ended);
    }, UNDER_LOAD),
    record: gather((batches: AttemptEvents[]) => recordApart(ctx, batches), UNDER_LOAD),
  };
}

function ownerOf({ runId, environmentId, number }: EndedAttempt["attempt"]) {
  return { runId, environmentId, attemptNumber: number };
}

/** Events that the database does not take cost nobody else's. */
function recordApart(ctx: ServiceContext, batches: AttemptEvents[]): Promise<undefined[]> {
  return serveApart<AttemptEvents, undefined>(batches, {
    serve: async (items) => {
      await recordEvents(ctx, items);
      return items.map(() => undefined);
    },
    refuse: () => undefined,
  });
}

export async function runAttempt(
  options: ExecutorOptions,
  writers: Writers,
  entry: Executing,
): Promise<void> {
  const { attempt } = entry;
  const { report, takeRest, written } = reportEvents((events) =>
    // Logs are worth less than the run: one that cannot be written must not fail it.
    writers.record({ ...ownerOf(attempt), events }).catch(() => {}),
  );
  const isThere = (await entry.place?.ready()) ?? false;
  const end = isThere ? await perform(options, { entry, writers, report }) : NO_PLACE;
  // The next attempt may start while what became of this one is written.
  if (isThere) entry.place?.leave();
  const endedAt = options.ctx.clock();
  const waitedMs = entry.suspension?.waitedMs() ?? 0;
  const executedMs = endedAt.getTime() - attempt.startedAt.getTime() - waitedMs;
  let rest = takeRest();
  await written();
  if (end === "LOST_WHILE_SUSPENDED") {
    await writers.record({ ...ownerOf(attempt), events: rest }).catch(() => {});
    await persistently(() => giveUpSuspended(options.ctx, [attempt.id]));
    return;
  }
  const completed = await persistently(() => {
    const events = rest;
    // They may be written already when it is tried again.
    rest = [];
    return writers.complete({ attempt, end, endedAt, executedMs, events });
  });
  announceRetry(options, attempt, completed);
}

const NO_PLACE: AttemptEnd = {
  kind: "HANDED_BACK",
  reason: "The attempts before it took longer than expected",
  hasNotBegun: true,
};
const HANDED_BACK = { kind: "HANDED_BACK", reason: "The worker stopped" } as const;
/** If others have not gone on with it yet: then it is theirs, and this changes nothing. */
const LOST: AttemptEnd = {
  kind: "HANDED_BACK",
  reason: "Its worker was taken for lost",
  hasNotBegun: true,
};
/** Its run has ended already, or others go on with it, so nothing will be handed back. */
const CANCELED: AttemptEnd = { kind: "HANDED_BACK", reason: "The run was canceled" };

/** Why the attempt must not begin, if it must not. */
function forestalled({ isHandedBack, isCanceled, isLost }: Executing): AttemptEnd | undefined {
  if (isLost) return LOST;
  if (isHandedBack) return { ...HANDED_BACK, hasNotBegun: true };
  return isCanceled ? CANCELED : undefined;
}

/** What starts sooner after it was written than this needs no other look: a busy worker writes starts ahead of their places. */
const LOOK_AGAIN_AFTER_MS = 400;

/** Why it must not begin, by the tables: the news of it may be late, or lost. */
async function overtaken(
  { ctx }: ExecutorOptions,
  writers: Writers,
  { id, startedAt }: StartedAttempt,
): Promise<AttemptEnd | undefined> {
  if (ctx.clock().getTime() - startedAt.getTime() < LOOK_AGAIN_AFTER_MS) return undefined;
  return (await persistently(() => writers.isCurrent(id))) ? undefined : CANCELED;
}

interface Performance {
  entry: Executing;
  writers: Writers;
  report: (events: RunnerEvent[]) => void;
}

/** Executes the attempt in a process of its bundle and says how it ended. Never rejects. */
async function perform(
  options: ExecutorOptions,
  { entry, writers, report }: Performance,
): Promise<AttemptEnd | "LOST_WHILE_SUSPENDED"> {
  const { ctx, apiUrl } = options;
  const { attempt } = entry;
  const early = forestalled(entry);
  if (early) return early;
  let lease: Lease;
  try {
    lease = await takeProcess(options, entry, report);
  } catch (error) {
    if (entry.isHandedBack) return HANDED_BACK;
    const reason = error instanceof Error ? error.message : String(error);
    const { version } = attempt.deployment;
    return { kind: "SYSTEM_FAILURE", error: deploymentUnusableError(version, reason) };
  }
  // The process was being started meanwhile.
  const late =
    forestalled(entry) ?? (await overtaken(options, writers, attempt)) ?? forestalled(entry);
  if (late) {
    lease.release(true);
    return late;
  }
  entry.lease = lease;
  const onEvents = withFirst(processEvent(lease, ctx.clock().getTime()), report);
  const input = { ...attempt.input, env: { TRIGGER_API_URL: apiUrl, ...attempt.input.env } };
  const suspension = suspensionOf(options, { entry, writers, process: lease.process });
  entry.suspension = suspension;
  const outcome = await lease.process.execute(input, attempt.maxDurationSeconds, {
    onEvents,
    onWait: suspension.receive,
  });
  onEvents([]);
  suspension.close();
  options.parking.unpark(attempt.runId);
  // From here on it may have another attempt: nobody must end it because of this one.
  entry.lease = undefined;
  lease.release(outcome.kind === "RESULT");
  if (outcome.kind === "RESULT") await suspension.settled();
  else if (suspension.isSuspended()) return "LOST_WHILE_SUSPENDED";
  return toEnd(outcome, entry);
}

/** A process that has the attempt's code; rejects when there can be none. */
async function takeProcess(
  { ctx, pool, bundles }: ExecutorOptions,
  { attempt, place }: Executing,
  report: (events: RunnerEvent[]) => void,
): Promise<Lease> {
  const { bundleId, manifest, version } = attempt.deployment;
  const { processKeepAlive, maxExecutionsPerProcess } = manifest.config;
  const fetchSince = ctx.clock().getTime();
  let wasFetched = false;
  const folder = await bundles.folderOf(bundleId, () => {
    wasFetched = true;
    return persistently(() => getBundle(ctx, bundleId));
  });
  const fetchedAt = ctx.clock().getTime();
  // Another attempt may be fetching it.
  if (wasFetched || fetchedAt - fetchSince >= WORTH_SHOWING_MS) {
    report([fetchEvent(fetchSince, fetchedAt, version)]);
  }
  return pool.acquire(
    bundleId,
    { folder, entryPoint: manifest.entryPoint, memoryMb: roomOf(attempt.machine).memoryMb },
    {
      isSingleUse: processKeepAlive === false,
      maxExecutions: maxExecutionsPerProcess,
      isLast: place?.isLast() ?? false,
    },
  );
}

/** Reports an event together with those that follow soon: one write less for a short attempt. */
function withFirst(
  first: RunnerEvent,
  report: (events: RunnerEvent[]) => void,
): (events: RunnerEvent[]) => void {
  let unreported = [first];
  const onEvents = (events: RunnerEvent[]) => {
    clearTimeout(timer);
    const all = [...unreported, ...events];
    unreported = [];
    if (all.length > 0) report(all);
  };
  const timer = setTimeout(onEvents, FIRST_EVENT_MS, []).unref();
  return onEvents;
}

function suspensionOf(
  { ctx, parking }: ExecutorOptions,
  { entry, writers, process }: { entry: Executing; writers: Writers; process: TaskProcess },
): Suspension {
  const { runId, isDurable } = entry.attempt;
  const suspension: Suspension = new Suspension({
    ctx,
    process,
    attempt: entry.attempt,
    suspend: writers.suspend,
    resume: writers.resume,
    onSuspended: () => {
      entry.place?.leave();
      entry.place = undefined;
      entry.segment.resolve();
      const { release } = suspension;
      parking.park({ runId, isDurable, measureMb: () => process.measureMb(), release });
    },
    onResumed: (place) => {
      entry.place = place;
      // Only now: what comes too late with the same run must not end what waits for this one.
      entry.segment = Promise.withResolvers();
      parking.unpark(runId);
    },
  });
  return suspension;
}

const WORTH_SHOWING_MS = 5;
const FIRST_EVENT_MS = 50;

/** The first attempt of a deployment on this worker waits for it. */
function fetchEvent(since: number, now: number, version: string): RunnerEvent {
  return {
    kind: "span",
    at: since,
    durationMs: now - since,
    spanId: newSpanId(),
    name: "Fetched the bundle",
    category: "platform",
    attributes: { version },
  };
}

/** So that a slow start can be read from the timeline: where the process came from, and how long that took. */
function processEvent({ state, waitedMs, process }: Lease, now: number): RunnerEvent {
  return {
    kind: "span",
    at: now - waitedMs,
    durationMs: waitedMs,
    spanId: newSpanId(),
    name: PROCESS_STATES[state],
    category: "platform",
    attributes: {
      pid: process.pid,
      startedInMs: Math.round(process.startedInMs),
      attemptsBefore: process.executions,
    },
  };
}

const PROCESS_STATES: Record<Lease["state"], string> = {
  COLD: "Started a process",
  PREWARMED: "Took a process started ahead",
  WARM: "Took a warm process",
};

/** 16 hex characters, as OpenTelemetry has them. */
function newSpanId(): string {
  return randomUUID().slice(19).replace("-", "");
}

function toEnd(outcome: ProcessOutcome, { attempt, isHandedBack }: Executing): AttemptEnd {
  switch (outcome.kind) {
    case "RESULT":
      return { kind: "RESULT", result: outcome.result };
    case "TIMED_OUT":
      return { kind: "TIMED_OUT", error: timedOutError(attempt.maxDurationSeconds ?? 0) };
    case "OUT_OF_MEMORY":
      return { kind: "PROCESS_DIED", error: outOfMemoryError(outcome.usedMb, outcome.limitMb) };
    case "ABANDONED":
      return {
        kind: "PROCESS_DIED",
        error: describeProcessDeath({ exitCode: null, signal: "SIGKILL", lastOutput: "" }),
      };
    case "DIED":
      return isHandedBack
        ? HANDED_BACK
        : { kind: "PROCESS_DIED", error: describeProcessDeath(outcome) };
    default:
      return assertNever(outcome);
  }
}

function announceRetry(
  options: ExecutorOptions,
  attempt: StartedAttempt,
  completed: CompletedAttempt,
): void {
  if (!completed.retryAt) return;
  options.onRetry(
    attempt.environmentId,
    completed.retryAt.getTime() - options.ctx.clock().getTime(),
  );
}
