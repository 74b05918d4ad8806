import type pg from "pg";
import { v7 } from "uuid";
import type { Prisma } from "#prisma/generated/client.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import {
  type CompletedAttempt,
  completeAttempts,
  type EndedAttempt,
} from "#worker/services/attempts/complete.ts";
import { startAttempts } from "#worker/services/attempts/start.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { EnvironmentContext, ServiceContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { type TriggerInput, triggerInput } from "#worker/services/runs/schemas.ts";
import { type TriggeredRun, triggerRun } from "#worker/services/runs/trigger.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

/** The same context at another time. */
export function at<C extends ServiceContext>(ctx: C, time: Date): C {
  return { ...ctx, clock: () => time };
}

/** The same context, this many milliseconds from now. */
export function later<C extends ServiceContext>(ctx: C, ms: number): C {
  return { ...ctx, clock: () => new Date(Date.now() + ms) };
}

/** Triggers as a client does, through the schema of the API. */
export function trigger(
  ctx: EnvironmentContext,
  taskId: string,
  options: NonNullable<TriggerInput["options"]> = {},
  payload?: unknown,
): Promise<TriggeredRun> {
  return triggerRun(ctx, { taskId, input: triggerInput.parse({ payload, options }) });
}

/** A run's row in any status, without the way there. */
export async function insertRun(
  ctx: EnvironmentContext,
  status: RunStatus,
  overrides: Partial<Prisma.RunUncheckedCreateInput> = {},
): Promise<string> {
  const now = ctx.clock();
  // An id tells when its run was made, also of one that is said to be old.
  const id = overrides.createdAt ? v7({ msecs: new Date(overrides.createdAt).getTime() }) : newId();
  await ctx.db.prisma.run.create({
    data: {
      id,
      environmentId: ctx.environment.id,
      taskSlug: "hello",
      status,
      queueName: "task/hello",
      queueOrder: now,
      queuedAt: now,
      createdAt: now,
      tags: [],
      ...(isFinal(status) && { finishedAt: now }),
      ...(status === "EXECUTING" && { deploymentId: newId(), attemptNumber: 1 }),
      ...overrides,
    },
  });
  return id;
}

export function readRun(ctx: ServiceContext, id: string) {
  return ctx.db.prisma.run.findUniqueOrThrow({ where: { id } });
}

export function readAttempts(ctx: ServiceContext, runId: string) {
  return ctx.db.prisma.attempt.findMany({ where: { runId }, orderBy: { number: "asc" } });
}

/** Status and reason of every step in the run's history. */
export async function readHistory(ctx: ServiceContext, runId: string): Promise<string[][]> {
  const rows = await ctx.db.prisma.runEvent.findMany({
    where: { runId, kind: "TRANSITION" },
    orderBy: { id: "asc" },
  });
  return rows.map(({ label, message }) => (message ? [label, message] : [label]));
}

/** Admits all that may start, then starts these runs on a worker of their own. */
export async function startRuns(
  ctx: EnvironmentContext,
  runIds: string[],
): Promise<{ workerId: string; attempts: (StartedAttempt | null)[] }> {
  await admitRuns(ctx, ctx.environment.id);
  const workerId = await registerWorker(ctx, { slots: 1_000, version: "test" });
  return { workerId, attempts: await startAttempts(ctx, workerId, runIds) };
}

/** Takes a triggered run into its next attempt. */
export async function startRun(ctx: EnvironmentContext, runId: string): Promise<StartedAttempt> {
  const { attempts } = await startRuns(ctx, [runId]);
  const [attempt] = attempts;
  if (!attempt) throw new Error("The run did not start.");
  return attempt;
}

export async function completeAttempt(
  ctx: ServiceContext,
  attempt: StartedAttempt,
  end: EndedAttempt["end"],
  executedMs = 10,
): Promise<CompletedAttempt> {
  const ended = { attempt, end, endedAt: ctx.clock(), executedMs };
  const [completed] = await completeAttempts(ctx, [ended]);
  if (!completed) throw new Error("Every attempt has an answer.");
  return completed;
}

export function succeeded(output?: string): EndedAttempt["end"] {
  return { kind: "RESULT", result: { ok: true, output, outputType: "application/json" } };
}

export function threw(message: string, retry?: { delayMs: number }): EndedAttempt["end"] {
  const error = { type: "BUILT_IN_ERROR", name: "Error", message, stackTrace: "" } as const;
  return { kind: "RESULT", result: { ok: false, error, retry } };
}

export interface ExecuteJob {
  id: string;
  runId: string;
  maxAttempts: number;
}

/** The jobs that carry admitted runs, of this environment. */
export async function readJobs(ctx: EnvironmentContext): Promise<ExecuteJob[]> {
  const { rows } = await ctx.db.pool.query<ExecuteJob>(
    `SELECT jobs.id, run.id AS "runId", jobs.max_attempts AS "maxAttempts"
     FROM graphile_worker._private_jobs AS jobs
     JOIN run ON run.id = (jobs.payload ->> 'runId')::uuid
     WHERE run.environment_id = $1 ORDER BY jobs.id`,
    [ctx.environment.id],
  );
  return rows;
}

/** Holds a transaction open around `work`, on a connection of its own. */
export async function whileHolding<T>(
  pool: pg.Pool,
  statement: { text: string; values: unknown[] },
  work: () => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(statement);
    return await work();
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
