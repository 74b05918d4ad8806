import type { Database } from "#prisma/client.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { assertNever } from "#worker/domain/assert-never.ts";
import { completeAttempts, type EndedAttempt } from "#worker/services/attempts/complete.ts";
import { startAttempts } from "#worker/services/attempts/start.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { cancelTrees } from "#worker/services/runs/cancel-trees.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import { recoverLostWorkers } from "#worker/services/workers/recover.ts";
import type { Bounds, ModelState, WorkerProgram, WorkerState } from "./model.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
/** Retries are due by then. */
const LATER = new Date("2026-01-02T00:00:00Z");
const SILENT: EnvironmentContext["signals"] = {
  workAvailable: () => {},
  runChanged: () => {},
  cancelRequested: () => {},
  resumeRequested: () => {},
  streamGrew: () => {},
  flush: async () => {},
};

export interface World {
  ctx: EnvironmentContext;
  state: ModelState;
}

/** One environment with one task, nothing triggered, and workers with nothing to do. Committed: it does not change. */
export async function createWorld(db: Database, bounds: Bounds): Promise<World> {
  const workspace = await createWorkspace(db, { slug: "prod" });
  const retry = { maxAttempts: bounds.maxAttempts };
  await deployTasks(workspace, [{ id: "hello", retry }]);
  const ctx = { ...workspace.ctx, signals: SILENT, clock: () => NOW };
  await db.prisma.environment.update({
    where: { id: ctx.environment.id },
    data: { concurrencyLimit: bounds.limit },
  });
  const workers: WorkerState[] = [];
  for (let index = 0; index < bounds.workers; index++) {
    const id = newId();
    await db.pool.query(
      `INSERT INTO worker (id, host, pid, version, slots, capacity, cpu, memory_mb, job_pool, heartbeat_at)
       VALUES ($1, 'explorer', 1, '1', 10, 10, 100, 100000, $2, 'infinity')`,
      [id, id],
    );
    const flags = { isAlive: true, isSilent: false, hasBeenSilent: false };
    workers.push({
      id,
      name: `W${index}`,
      ...flags,
      held: { kind: "NOTHING" },
      program: undefined,
    });
  }
  const web = { program: undefined, runId: undefined, triggered: 0, canceled: 0 };
  const counts = { crashes: 0, silences: 0, failures: 0 };
  return { ctx, state: { workers, web, ...counts, ends: {}, runIds: [] } };
}

/** What a function of a worker came to: its next state, and whether it ended a run for good. */
export interface ProgramOutcome {
  held: WorkerState["held"];
  endedRunId?: string;
}

/** The real functions, as a worker calls them. */
export async function runProgram(
  given: EnvironmentContext,
  database: Database,
  { worker, kind }: { worker: WorkerState; kind: WorkerProgram },
): Promise<ProgramOutcome> {
  const ctx = { ...given, db: database };
  const { held } = worker;
  switch (kind) {
    case "ADMIT":
      await admitRuns({ ...ctx, clock: () => LATER }, ctx.environment.id);
      return { held };
    case "ADMIT_HERE":
      return { held: (await admitHere({ ...ctx, clock: () => LATER }, worker.id)) ?? held };
    case "RECOVER":
      await recoverLostWorkers(ctx);
      return { held };
    case "START": {
      if (held.kind !== "JOB") throw new Error("Only a job is started.");
      const [attempt] = await startAttempts(ctx, worker.id, [held.runId]);
      return {
        held: attempt ? { kind: "ATTEMPT", attempt } : { kind: "FINISHED_JOB", runId: held.runId },
      };
    }
    case "SUCCEED":
    case "FAIL":
      if (held.kind !== "ATTEMPT") throw new Error("Only an attempt ends.");
      return complete(ctx, held.attempt, kind === "SUCCEED");
    default:
      return assertNever(kind);
  }
}

/** It has one place. */
async function admitHere(
  ctx: EnvironmentContext,
  workerId: string,
): Promise<WorkerState["held"] | undefined> {
  let held: WorkerState["held"] | undefined;
  const use = ([attempt]: StartedAttempt[]) => {
    if (attempt) held = { kind: "ATTEMPT", attempt };
  };
  const look = () => ({ free: 1, held: 0 });
  const host = { workerId, look, keep: () => ({ count: 1, use }) };
  await admitRuns(ctx, ctx.environment.id, { host });
  return held;
}

async function complete(
  ctx: EnvironmentContext,
  attempt: StartedAttempt,
  isSuccess: boolean,
): Promise<ProgramOutcome> {
  const isRetried = !isSuccess && attempt.number < attempt.retry.maxAttempts;
  const end: EndedAttempt["end"] = isSuccess
    ? { kind: "RESULT", result: { ok: true, output: "1", outputType: "application/json" } }
    : {
        kind: "RESULT",
        result: {
          ok: false,
          error: { type: "STRING_ERROR", raw: "thrown" },
          retry: isRetried ? { delayMs: 0 } : undefined,
        },
      };
  const [completed] = await completeAttempts(ctx, [{ attempt, end, endedAt: NOW, executedMs: 1 }]);
  const isEnd = completed?.isAccepted === true && !isRetried;
  return {
    held: { kind: "FINISHED_JOB", runId: attempt.runId },
    ...(isEnd && { endedRunId: attempt.runId }),
  };
}

/** What the web process does: a trigger gives the new run's id. */
export async function runWebProgram(
  given: EnvironmentContext,
  database: Database,
  cancels: string | undefined,
): Promise<string | undefined> {
  const ctx = { ...given, db: database };
  if (cancels === undefined) {
    return (await triggerRun(ctx, { taskId: "hello", input: {} })).id;
  }
  await cancelTrees(ctx, database.pool, { runIds: [cancels], reason: "explored" });
  return undefined;
}
