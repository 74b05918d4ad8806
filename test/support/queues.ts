import { expect } from "vitest";
import type { Database } from "#prisma/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import type { QueueReference } from "#worker/services/queues/schemas.ts";
import { transitionRuns } from "#worker/services/runs/transition.ts";
import type { Signals } from "#worker/services/signals.ts";
import { insertRun, readRun } from "./runs.ts";
import { until } from "./until.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

interface GivenLimits {
  limit?: number;
  override?: number;
  paused?: boolean;
  total?: number;
  /** Starts in a minute. */
  rate?: { limit: number; scope?: "QUEUE" | "KEY" };
}

export interface GivenQueues {
  environmentLimit?: number;
  /** Per queue. */
  limits?: Record<string, GivenLimits>;
}

/** An environment of its own with these limits. */
export async function prepareQueues(
  db: Database,
  { environmentLimit, limits = {} }: GivenQueues = {},
): Promise<EnvironmentContext> {
  const { ctx } = await createWorkspace(db);
  const { id: environmentId } = ctx.environment;
  if (environmentLimit !== undefined) {
    const data = { concurrencyLimit: environmentLimit };
    await ctx.db.prisma.environment.update({ where: { id: environmentId }, data });
  }
  for (const [name, { limit, override, paused, total, rate }] of Object.entries(limits)) {
    await ctx.db.prisma.queue.create({
      data: {
        id: crypto.randomUUID(),
        environmentId,
        name,
        type: "CUSTOM",
        concurrencyLimit: limit ?? null,
        concurrencyLimitOverride: override ?? null,
        pausedAt: paused ? new Date() : null,
        totalConcurrencyLimit: total ?? null,
        ...(rate && {
          rateLimit: rate.limit,
          ratePeriodMs: 60_000,
          rateScope: rate.scope ?? "QUEUE",
        }),
      },
    });
  }
  return ctx;
}

/** Queued runs, the oldest first: `queue` or `queue/key`. */
export async function queue(ctx: EnvironmentContext, ...lanes: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, lane] of lanes.entries()) {
    const [queueName = "", concurrencyKey = ""] = lane.split("/");
    const queueOrder = new Date(Date.now() - 60_000 + index);
    ids.push(await insertRun(ctx, "QUEUED", { queueName, concurrencyKey, queueOrder }));
  }
  return ids;
}

export async function admit(ctx: EnvironmentContext): Promise<number> {
  const admission = await admitRuns(ctx, ctx.environment.id);
  if (admission.outcome === "BUSY") throw new Error("Nobody else admits here.");
  return admission.outcome === "DONE" ? admission.admitted : 0;
}

export async function fill(ctx: EnvironmentContext, key: string, count: number): Promise<void> {
  await ctx.db.pool.query(
    `INSERT INTO run (id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, queued_at, tags)
     SELECT gen_random_uuid(), $1, 'hello', 'QUEUED', 'q', $2, now() - interval '1 hour', now(), '{}'
     FROM generate_series(1, $3::int)`,
    [ctx.environment.id, key, count],
  );
}

/** Everything that is admitted starts. */
export async function startAll(ctx: EnvironmentContext): Promise<void> {
  const where = { environmentId: ctx.environment.id, status: "DEQUEUED" } as const;
  const runs = await ctx.db.prisma.run.findMany({ where, select: { id: true } });
  const deploymentId = newId();
  await transitionRuns(
    ctx.db.pool,
    runs.map(({ id }) => ({
      runId: id,
      to: "EXECUTING",
      at: ctx.clock(),
      attemptNumber: 1,
      deploymentId,
      attempt: { kind: "OPEN", id: newId(), workerId: newId(), deploymentId },
    })),
  );
}

/** Everything that holds a slot is over. */
export async function finishAll(ctx: EnvironmentContext): Promise<void> {
  await ctx.db.prisma.run.updateMany({
    where: { environmentId: ctx.environment.id, status: "DEQUEUED" },
    data: { status: "COMPLETED", finishedAt: new Date() },
  });
}

/** Until a statement of this database waits for a lock. */
export async function untilWaiting(ctx: EnvironmentContext): Promise<void> {
  await until("a statement that waits", async () => {
    const { rowCount } = await ctx.db.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rowCount === 1;
  });
}

/** Which of the runs hold a slot. */
export async function admitted(ctx: EnvironmentContext, ids: string[]): Promise<number[]> {
  const runs = await Promise.all(ids.map((id) => readRun(ctx, id)));
  return runs.flatMap((run, index) => (run.status === "DEQUEUED" ? [index] : []));
}

/** What a person with this role, another tenant and a key without the scope get for a verb on a queue. */
export async function expectGuarded(
  workspace: Workspace,
  verb: (ctx: EnvironmentContext, reference: QueueReference) => Promise<unknown>,
  scope: "read" | "write",
): Promise<void> {
  const { ctx } = workspace;
  const name = `guarded-${crypto.randomUUID()}`;
  const row = await ctx.db.prisma.queue.create({
    data: { id: crypto.randomUUID(), environmentId: ctx.environment.id, name, type: "CUSTOM" },
  });
  const reference = { type: "custom", value: name } as const;
  const byId = { type: "id", value: friendlyId("queue", row.id) } as const;
  const other = await createWorkspace(ctx.db);
  for (const given of [reference, byId]) {
    await expect(verb(other.ctx, given)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  const unknown = { type: "id", value: "queue_1" } as const;
  await expect(verb(ctx, unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const viewer = await workspace.asMember("VIEWER");
  const reader = workspace.as({
    kind: "apiKey",
    apiKeyId: "",
    scopes: ["read:queues", "write:runs"],
  });
  const elsewhere = workspace.as({ kind: "publicToken", scopes: [`${scope}:queues:other`] });
  await expect(verb(elsewhere, reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
  if (scope === "write") {
    await expect(verb(viewer, reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(verb(reader, reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
  } else {
    await verb(viewer, reference);
    await verb(reader, byId);
  }
}

/** Signals that remember whose bell was rung. */
export function rungBells(): { signals: Signals; rung: string[] } {
  const rung: string[] = [];
  const signals = {
    workAvailable: (id: string) => rung.push(id),
    runChanged: () => {},
    cancelRequested: () => {},
    resumeRequested: () => {},
    streamGrew: () => {},
    flush: async () => {},
  };
  return { signals, rung };
}
