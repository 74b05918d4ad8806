import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { MachinePreset } from "#sdk/wire/machine.ts";
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
import type { ProcessOutcome } from "#worker/processes/task-process.ts";
import {
  type CompletedAttempt,
  completeAttempts,
  type EndedAttempt,
} from "#worker/services/attempts/complete.ts";
import { handBackRuns } from "#worker/services/attempts/hand-back-runs.ts";
import { type AttemptEvents, recordEvents } from "#worker/services/attempts/record-events.ts";
import { type StartedAttempt, startAttempts } from "#worker/services/attempts/start.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { getBundle } from "#worker/services/deployments/get-bundle.ts";
import { gather } from "#worker/services/gather.ts";
import { limitEvents } from "./limit-events.ts";
import { createPlaces, type Place } from "./places.ts";

export interface Executor {
  /** Takes an admitted run to the end of one attempt. */
  execute: (job: ExecuteJob) => Promise<void>;
  /** Stops the attempts of these runs if they execute here: they were canceled. */
  cancel: (runIds: string[]) => void;
  /** Runs whose job is here, whether it waits for a slot, executes or is being written. */
  heldRunIds: () => string[];
  executingRunIds: () => string[];
  /** How many admitted runs may be here at once. */
  capacity: () => number;
  executingAttemptIds: () => string[];
  /** Kills these attempts: this worker was given up, and their runs go on elsewhere. */
  abandon: (attemptIds: string[]) => void;
  /** Waits for the executing attempts, hands back those that are not over after `graceMs`. */
  stop: (graceMs: number) => Promise<void>;
}

export interface ExecuteJob {
  runId: string;
  environmentId: string;
  machine: MachinePreset;
}

interface ExecutorOptions {
  ctx: ServiceContext;
  workerId: string;
  /** Attempts at once. */
  slots: number;
  /** What they may use together. */
  room: Room;
  pool: ProcessPool;
  bundles: BundleCache;
  /** For tasks that trigger others. */
  apiUrl: string;
  /** Told when a run of this environment may start again, in milliseconds. */
  onRetry: (environmentId: string, delayMs: number) => void;
}

interface Executing {
  attempt: StartedAttempt;
  lease: Lease | undefined;
  isHandedBack: boolean;
}

/** A canceled run's `onCancel` and what `run` still does get this long. */
const CANCEL_GRACE_MS = 30_000;

export function createExecutor(options: ExecutorOptions): Executor {
  const { pool } = options;
  const executing = new Map<string, Executing>();
  const writers = createWriters(options);
  const places = createPlaces({ places: options.slots, room: options.room });
  /** By run; those that wait for a slot too. */
  const pending = new Map<string, Promise<void>>();
  let isStopping = false;

  const execute = async ({ runId, environmentId, machine }: ExecuteJob) => {
    const place = await places.enter(environmentId, roomOf(machine));
    if (!place) return persistently(() => writers.handBack(runId));
    const attempt = await persistently(() => writers.start(runId));
    if (!attempt) {
      if (await place.ready()) place.leave();
      return;
    }
    // A run whose turn comes while the worker stops has left the queue: it must be given back to it.
    const entry: Executing = { attempt, lease: undefined, isHandedBack: isStopping };
    executing.set(runId, entry);
    await runAttempt(options, writers, entry, place).finally(() => executing.delete(runId));
  };

  return {
    execute: async (job) => {
      const done = execute(job);
      pending.set(job.runId, done);
      await done.finally(() => pending.get(job.runId) === done && pending.delete(job.runId));
    },
    cancel: (runIds) => {
      for (const runId of runIds) {
        const entry = executing.get(runId);
        entry?.lease?.process.cancel(entry.attempt.id, CANCEL_GRACE_MS);
      }
    },
    heldRunIds: () => [...pending.keys()],
    capacity: places.capacity,
    executingRunIds: () => [...executing.keys()],
    executingAttemptIds: () => [...executing.values()].map((entry) => entry.attempt.id),
    abandon: (attemptIds) => {
      const lost = new Set(attemptIds);
      for (const entry of executing.values()) {
        if (lost.has(entry.attempt.id)) entry.lease?.process.kill();
      }
    },
    stop: async (graceMs) => {
      isStopping = true;
      const all = () => Promise.allSettled(pending.values());
      await Promise.race([all(), sleep(graceMs, undefined, { ref: false })]);
      for (const entry of executing.values()) {
        entry.isHandedBack = true;
        entry.lease?.process.kill();
      }
      await all();
      await pool.stop();
    },
  };
}

interface Writers {
  handBack: (runId: string) => Promise<void>;
  start: (runId: string) => Promise<StartedAttempt | null>;
  complete: (ended: EndedAttempt) => Promise<CompletedAttempt>;
  record: (batch: AttemptEvents) => Promise<void>;
}

/** The writes of concurrent attempts, gathered into one statement each. */
function createWriters({ ctx, workerId }: ExecutorOptions): Writers {
  return {
    handBack: gather(async (runIds: string[]) => {
      await handBackRuns(ctx, runIds, "Its worker was busy with longer runs");
      return runIds.map(() => undefined);
    }),
    start: gather((runIds: string[]) => startAttempts(ctx, workerId, runIds)),
    complete: gather((ended: EndedAttempt[]) => completeAttempts(ctx, ended)),
    record: gather(async (batches: AttemptEvents[]) => {
      await recordEvents(ctx, batches);
      return batches.map(() => undefined);
    }),
  };
}

async function runAttempt(
  options: ExecutorOptions,
  writers: Writers,
  entry: Executing,
  place: Place,
): Promise<void> {
  const { attempt } = entry;
  const recorded: Promise<void>[] = [];
  const owner = {
    runId: attempt.runId,
    environmentId: attempt.environmentId,
    attemptNumber: attempt.number,
  };
  const report = limitEvents((events: RunnerEvent[]) => {
    // Logs are worth less than the run: one that cannot be written must not fail it.
    recorded.push(writers.record({ ...owner, events }).catch(() => {}));
  });
  const isThere = await place.ready();
  const end = isThere ? await perform(options, entry, report) : NO_PLACE;
  // The next attempt may start while what became of this one is written.
  if (isThere) place.leave();
  const endedAt = options.ctx.clock();
  const executedMs = endedAt.getTime() - attempt.startedAt.getTime();
  await Promise.all(recorded);
  const completed = await persistently(() =>
    writers.complete({ attempt, end, endedAt, executedMs }),
  );
  announceRetry(options, attempt, completed);
}

const NO_PLACE: AttemptEnd = {
  kind: "HANDED_BACK",
  reason: "The attempts before it took longer than expected",
};
const HANDED_BACK: AttemptEnd = { kind: "HANDED_BACK", reason: "The worker stopped" };

/** Executes the attempt in a process of its bundle and says how it ended. Never rejects. */
async function perform(
  { ctx, pool, bundles, apiUrl }: ExecutorOptions,
  entry: Executing,
  report: (events: RunnerEvent[]) => void,
): Promise<AttemptEnd> {
  const { attempt } = entry;
  const { deployment } = attempt;
  const { processKeepAlive, maxExecutionsPerProcess } = deployment.manifest.config;
  let lease: Lease;
  if (entry.isHandedBack) return HANDED_BACK;
  try {
    const folder = await bundles.folderOf(deployment.bundleId, () =>
      getBundle(ctx, deployment.bundleId),
    );
    lease = await pool.acquire(
      deployment.bundleId,
      {
        folder,
        entryPoint: deployment.manifest.entryPoint,
        memoryMb: roomOf(attempt.machine).memoryMb,
      },
      { isSingleUse: processKeepAlive === false, maxExecutions: maxExecutionsPerProcess },
    );
  } catch (error) {
    if (entry.isHandedBack) return HANDED_BACK;
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: "SYSTEM_FAILURE", error: deploymentUnusableError(deployment.version, reason) };
  }
  // The worker was told to stop while the process was being started.
  if (entry.isHandedBack) {
    lease.release(true);
    return HANDED_BACK;
  }
  entry.lease = lease;
  report([processEvent(lease, ctx.clock().getTime())]);
  const input = { ...attempt.input, env: { TRIGGER_API_URL: apiUrl, ...attempt.input.env } };
  const outcome = await lease.process.execute(input, attempt.maxDurationSeconds, {
    onEvents: report,
  });
  lease.release(outcome.kind === "RESULT");
  return toEnd(outcome, entry);
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
  return randomBytes(8).toString("hex");
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

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * While the database is away, what happened here is not lost: the write is tried again until it is
 * back. The guards of the writes make a repetition harmless.
 */
async function persistently<T>(write: () => Promise<T>): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      return await write();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`worker: a write failed, trying again in ${waitMs} ms: ${reason}`);
      await sleep(waitMs);
    }
  }
}
