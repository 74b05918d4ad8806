import { EventEmitter } from "node:events";
import { Logger, run, type TaskList, type WorkerEvents } from "graphile-worker";
import { z } from "zod";
import { openDatabase } from "#prisma/client.ts";
import { DEFAULT_MACHINE } from "#sdk/wire/machine.ts";
import manifest from "../package.json" with { type: "json" };
import { describeFault } from "./domain/describe-fault.ts";
import { jobIdentifiers, presetOf, type Room, roomOf } from "./domain/machine-room.ts";
import type { WorkerEnv } from "./env.ts";
import { createAdmissionLoop } from "./jobs/admission-loop.ts";
import { workBulkActions } from "./jobs/bulk-actions.ts";
import { startDiskClock } from "./jobs/disk-clock.ts";
import { createDrainSwitch } from "./jobs/drain-switch.ts";
import { every } from "./jobs/every.ts";
import { createExecutor, type Executor } from "./jobs/executor.ts";
import { fireNow, scheduleClock, scheduleTasks } from "./jobs/fire-schedules.ts";
import { startHeart } from "./jobs/heart.ts";
import { keepRunning, type Stoppable } from "./jobs/keep-running.ts";
import { createParking } from "./jobs/parking.ts";
import { type Reaper, startReaper } from "./jobs/reaper.ts";
import { type Recovery, startRecovery } from "./jobs/recovery.ts";
import { releaseRuns } from "./jobs/release-runs.ts";
import { removeEnvironments } from "./jobs/remove-environments.ts";
import { enforceRetention } from "./jobs/retention.ts";
import type { ExecutorOptions } from "./jobs/run-attempt.ts";
import { type SweptWorker, sweep } from "./jobs/sweep.ts";
import { createWakeLoop } from "./jobs/wake-loop.ts";
import { createBundleCache } from "./processes/bundle-cache.ts";
import { createProcessPool } from "./processes/pool.ts";
import { abortUnsealedBatches } from "./services/batches/abort-unsealed.ts";
import type { ServiceContext } from "./services/context.ts";
import { createDatabaseClock, type DatabaseClock } from "./services/database-clock.ts";
import { createKeyring } from "./services/keyring.ts";
import { listen } from "./services/listen.ts";
import { expireRuns } from "./services/queues/expire-runs.ts";
import { releaseDueRuns } from "./services/queues/release-due-runs.ts";
import { releaseLargeRuns } from "./services/queues/release-large-runs.ts";
import { CHANNELS, createSignals } from "./services/signals.ts";
import { foldTallies } from "./services/stats/fold.ts";
import { isServerDirect } from "./services/workers/is-direct.ts";
import {
  announceStop,
  nameJobPool,
  registerWorker,
  unregisterWorker,
} from "./services/workers/register.ts";

export interface RunningWorker {
  id: string;
  /** Takes no new work, waits up to `graceMs` for what executes, hands back the rest. */
  stop: (graceMs: number) => Promise<void>;
  /** While stopping: do not wait for what executes, hand it back now. */
  hurry: () => Promise<void>;
}

const SWEEP_MS = 1_000;
const BULK_ACTIONS_MS = 500;
const PREWARM_MS = 2_000;
/** So old may the sums be that pages read. */
const FOLD_MS = 1_000;
/** A machine's clock may be set while the worker runs. */
const ALIGN_MS = 10_000;
const RETENTION_MS = 10 * 60_000;
const REMOVAL_MS = 5_000;
const UNSEALED_MS = 30_000;
const MAX_EXECUTIONS = 5_000;
const PARKED_SHARE = 0.25;
const RUNNER_RESTART_MS = 500;

export async function startWorker(env: WorkerEnv): Promise<RunningWorker> {
  const { ctx, clock } = createContext(env);
  await clock.align();
  const room = roomOfWorker(env);
  const workerId = await registerWorker(ctx, {
    slots: env.WORKER_SLOTS,
    version: manifest.version,
    room,
  });
  const admission = createAdmissionLoop(
    withAdmitted(ctx, (runId): void => executor.resume([runId])),
    reportError,
    { workerId, look: () => executor.host.look(), keep: (count) => executor.host.keep(count) },
  );
  const recovery = startRecovery(ctx, { onRetry: admission.ringIn, onError: reportError });
  const reaper = startReaper({ worker: { url: env.DATABASE_URL, workerId } });
  // A slot that is freed here is filled from here: the bell need not go through the database.
  const near = { ...ctx, signals: { ...ctx.signals, workAvailable: admission.ring } };
  const executor = openExecutor(near, env, { workerId, room, reaper, onRetry: admission.ringIn });
  const wakes = createWakeLoop(near, reportError);
  const listener = listenFor(env, { admission, executor, wakes, recovery });
  const runner = await createDrainSwitch(
    () => keepRunner(ctx, { env, workerId, executor }),
    reportError,
  );
  const heart = startHeart(ctx, {
    workerId,
    isDirect: await isServerDirect(ctx.db.pool, env.DATABASE_URL),
    capacity: executor.capacity,
    renew: reaper.renew,
    onDrain: (is) => void [executor, runner].map((each) => each.drain(is)),
    onGivenUp: executor.loseAll,
    onError: reportError,
  });
  const clocks = startClocks(ctx, env, { clock, workerId, admission, executor, wakes });

  return {
    id: workerId,
    stop: async (graceMs) => {
      // None is awaited yet: they wait for the database, and for the executing jobs, which the executor
      // gives their grace.
      const announced = announceStop(ctx, workerId).catch(reportError);
      const admitted = admission.stop().catch(reportError);
      const released = runner.stop().catch(reportError);
      await executor.stop(graceMs);
      await reaper.stop();
      await Promise.all([admitted, released]);
      await Promise.all([...clocks, heart, recovery].map((each) => each.stop()));
      await listener.close();
      await wakes.stop();
      await ctx.signals.flush();
      await announced;
      await unregisterWorker(ctx, workerId).catch(reportError);
      await ctx.db.close();
    },
    hurry: () => executor.stop(0),
  };
}

/** What is done again and again, whatever else happens. */
function startClocks(
  ctx: ServiceContext,
  env: WorkerEnv,
  { clock, ...worker }: SweptWorker & { clock: DatabaseClock },
): { stop: () => Promise<void> }[] {
  const { workerId } = worker;
  return [
    every(SWEEP_MS, () => sweep(ctx, worker), reportError),
    every(FOLD_MS, () => foldTallies(ctx), reportError),
    every(ALIGN_MS, clock.align, reportError),
    every(PREWARM_MS, worker.executor.prewarm, reportError),
    every(UNSEALED_MS, () => abortUnsealedBatches(ctx), reportError),
    ...releaseClocks(ctx),
    ...backgroundClocks(ctx, env),
    startDiskClock(ctx, { workerId, folder: env.WORKER_CACHE_DIR }, reportError),
  ];
}

/** One each: many runs of one kind, or one that fails, does not hold the others up. */
function releaseClocks(ctx: ServiceContext) {
  return [releaseDueRuns, (each: ServiceContext) => expireRuns(each), releaseLargeRuns].map(
    (release) => stoppable(SWEEP_MS, (isStopped) => releaseRuns(ctx, release, { isStopped })),
  );
}

/** Work of many slices. */
function backgroundClocks(ctx: ServiceContext, { RETENTION_DAYS: days }: WorkerEnv) {
  return [
    stoppable(BULK_ACTIONS_MS, (isStopped) => workBulkActions(ctx, { isStopped })),
    stoppable(REMOVAL_MS, (isStopped) => removeEnvironments(ctx, { isStopped })),
    stoppable(RETENTION_MS, (isStopped) => enforceRetention(ctx, { days, isStopped })),
  ];
}

/** A clock for it, which ends after the one at hand when the worker stops. */
function stoppable(intervalMs: number, work: (isStopped: () => boolean) => Promise<unknown>) {
  let isStopped = false;
  const clock = every(intervalMs, () => work(() => isStopped), reportError);
  return {
    stop: () => {
      isStopped = true;
      return clock.stop();
    },
  };
}

function openExecutor(
  ctx: ServiceContext,
  env: WorkerEnv,
  { reaper, ...own }: Pick<ExecutorOptions, "workerId" | "room" | "onRetry"> & { reaper: Reaper },
): Executor {
  return createExecutor({
    ...own,
    ctx,
    slots: env.WORKER_SLOTS,
    pool: createProcessPool({ maxIdle: env.WORKER_SLOTS, maxExecutions: MAX_EXECUTIONS, reaper }),
    parking: createParking({ limitMb: parkedMemoryMb(env) }),
    bundles: createBundleCache(env.WORKER_CACHE_DIR),
    apiUrl: env.PAWL_URL,
    onError: reportError,
  });
}

/** What is admitted here and has its process here goes on at once: its job has nothing to bring. */
function withAdmitted(ctx: ServiceContext, onAdmitted: (runId: string) => void): ServiceContext {
  const runChanged = (environmentId: string, runId: string) => {
    onAdmitted(runId);
    ctx.signals.runChanged(environmentId, runId);
  };
  return { ...ctx, signals: { ...ctx.signals, runChanged } };
}

/** Default machines fill the slots: tasks mostly wait, so more is handed out than there is. */
function roomOfWorker(env: WorkerEnv): Room {
  const defaultCpu = Math.max(1, env.WORKER_SLOTS * roomOf(DEFAULT_MACHINE).cpu);
  return {
    cpu: env.WORKER_CPU ?? defaultCpu,
    memoryMb: Math.round(env.WORKER_MEMORY_GB * 1024),
  };
}

/** Beside what is handed out: processes use less than their machines allow. */
function parkedMemoryMb({ WORKER_PARKED_MEMORY_GB, WORKER_MEMORY_GB }: WorkerEnv): number {
  return (WORKER_PARKED_MEMORY_GB ?? WORKER_MEMORY_GB * PARKED_SHARE) * 1024;
}

function createContext(env: WorkerEnv): { ctx: ServiceContext; clock: DatabaseClock } {
  const db = openDatabase(env.DATABASE_URL, { maxConnections: 10, onError: reportError });
  const clock = createDatabaseClock(db.pool);
  const ctx: ServiceContext = {
    db,
    signals: createSignals(db.pool),
    keyring: createKeyring(env.PAWL_ENCRYPTION_KEY),
    clock: clock.now,
    actor: { kind: "system", name: "worker" },
  };
  return { ctx, clock };
}

function reportError(error: unknown): void {
  console.error("worker:", error instanceof Error ? error.message : describeFault(error));
}

function listenFor(
  { DATABASE_URL: url }: WorkerEnv,
  { admission, executor, wakes, recovery }: Omit<SweptWorker, "workerId"> & { recovery: Recovery },
) {
  return listen({
    url,
    channels: {
      [CHANNELS.work]: (ids) => ids.forEach(admission.ring),
      [CHANNELS.cancel]: executor.cancel,
      [CHANNELS.resume]: executor.resume,
      [CHANNELS.wake]: wakes.ring,
      [CHANNELS.lost]: recovery.lost,
    },
  });
}

const executeRunPayload = z.object({
  runId: z.uuid(),
  environmentId: z.uuid(),
  machine: z.string().transform(presetOf),
});

interface RunnerOptions {
  env: WorkerEnv;
  workerId: string;
  executor: Executor;
}

/** graphile-worker gives itself up when the connection breaks at the wrong moment; the work goes on. */
function keepRunner(ctx: ServiceContext, options: RunnerOptions) {
  return keepRunning(() => startRunner(ctx, options), {
    restartMs: RUNNER_RESTART_MS,
    onError: reportError,
  });
}

function jobsAtOnce({ WORKER_SLOTS: slots }: WorkerEnv): number {
  return Math.max(slots * 2, Math.min(slots * 24, 400));
}

function executeTasks(env: WorkerEnv, executor: Executor): TaskList {
  const execute = async (payload: unknown) => executor.execute(executeRunPayload.parse(payload));
  const identifiers = jobIdentifiers(roomOfWorker(env));
  return Object.fromEntries(identifiers.map((identifier) => [identifier, execute]));
}

/** graphile-worker carries the admitted runs; attempts, retries and recovery are ours. */
async function startRunner(
  ctx: ServiceContext,
  { env, workerId, executor }: RunnerOptions,
): Promise<Stoppable> {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => {
    nameJobPool(ctx, workerId, workerPool.id).catch(reportError);
  });
  const runner = await run({
    pgPool: ctx.db.relaxedPool,
    // More than the capacity: jobs wait in the executor, where environments take turns, and one that
    // writes its result holds no place any more.
    concurrency: jobsAtOnce(env),
    noHandleSignals: true,
    pollInterval: 1_000,
    events,
    logger: new Logger(() => (level, message) => {
      if (level === "error") console.error(`jobs: ${message}`);
    }),
    parsedCronItems: scheduleClock,
    taskList: { ...executeTasks(env, executor), ...scheduleTasks(ctx) },
    preset: {
      worker: {
        // Fetch and complete in batches; the small queue keeps jobs available to other workers.
        // What it holds without need goes back before it is taken for lost.
        localQueue: { size: jobsAtOnce(env), ttl: 2_000 },
        completeJobBatchDelay: 0,
        gracefulShutdownAbortTimeout: 3_600_000,
      },
    },
  });
  fireNow(runner).catch(reportError);
  // A pool that shuts itself down may never settle its promise; that it begins to is enough.
  const gaveUp = new Promise<void>((resolve) =>
    events.once("pool:gracefulShutdown", () => resolve()),
  );
  return { promise: Promise.race([runner.promise, gaveUp]), stop: () => runner.stop() };
}
