import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  at,
  completeAttempt,
  insertRun,
  later,
  readHistory,
  readJobs,
  readRun,
  startRun,
  threw,
  trigger,
  whileHolding,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();

interface Given {
  environmentLimit?: number;
  /** Per queue. */
  limits?: Record<string, { limit?: number; override?: number; paused?: boolean }>;
}

async function prepare({ environmentLimit, limits = {} }: Given = {}): Promise<EnvironmentContext> {
  const { ctx } = await createWorkspace(database.db);
  const { id: environmentId } = ctx.environment;
  if (environmentLimit !== undefined) {
    const data = { concurrencyLimit: environmentLimit };
    await ctx.db.prisma.environment.update({ where: { id: environmentId }, data });
  }
  for (const [name, { limit, override, paused }] of Object.entries(limits)) {
    await ctx.db.prisma.queue.create({
      data: {
        id: crypto.randomUUID(),
        environmentId,
        name,
        type: "CUSTOM",
        concurrencyLimit: limit ?? null,
        concurrencyLimitOverride: override ?? null,
        pausedAt: paused ? new Date() : null,
      },
    });
  }
  return ctx;
}

/** Queued runs, the oldest first: `queue` or `queue/key`. */
async function queue(ctx: EnvironmentContext, ...lanes: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, lane] of lanes.entries()) {
    const [queueName = "", concurrencyKey = ""] = lane.split("/");
    const queueOrder = new Date(Date.now() - 60_000 + index);
    ids.push(await insertRun(ctx, "QUEUED", { queueName, concurrencyKey, queueOrder }));
  }
  return ids;
}

async function admit(ctx: EnvironmentContext): Promise<number> {
  const admission = await admitRuns(ctx, ctx.environment.id);
  if (admission.outcome === "BUSY") throw new Error("Nobody else admits here.");
  return admission.admitted;
}

/** Which of the runs hold a slot. */
async function admitted(ctx: EnvironmentContext, ids: string[]): Promise<number[]> {
  const runs = await Promise.all(ids.map((id) => readRun(ctx, id)));
  return runs.flatMap((run, index) => (run.status === "DEQUEUED" ? [index] : []));
}

describe("admission", () => {
  it("takes a queued run, adds its one job and writes its history", async () => {
    const ctx = await prepare();
    const [id = ""] = await queue(ctx, "a");
    expect(await admit(ctx)).toBe(1);
    expect((await readRun(ctx, id)).status).toBe("DEQUEUED");
    expect(await readJobs(ctx)).toMatchObject([{ runId: id, maxAttempts: 1 }]);
    expect(await readHistory(ctx, id)).toEqual([["DEQUEUED"]]);
  });

  it("adds no second job when it is repeated", async () => {
    const ctx = await prepare();
    await queue(ctx, "a", "a", "b");
    expect(await admit(ctx)).toBe(3);
    expect(await admit(ctx)).toBe(0);
    expect(await readJobs(ctx)).toHaveLength(3);
  });

  it("takes no run that is not queued", async () => {
    const ctx = await prepare();
    for (const status of ["PENDING_VERSION", "DELAYED", "WAITING", "COMPLETED"] as const) {
      await insertRun(ctx, status);
    }
    expect(await admit(ctx)).toBe(0);
  });

  it("takes no run of another environment", async () => {
    const [ctx, other] = await Promise.all([prepare(), prepare()]);
    const [id = ""] = await queue(other, "a");
    expect(await admit(ctx)).toBe(0);
    expect((await readRun(other, id)).status).toBe("QUEUED");
  });

  it("has nothing to do in an environment that does not exist", async () => {
    const ctx = await prepare();
    expect(await admitRuns(ctx, crypto.randomUUID())).toEqual({ outcome: "DONE", admitted: 0 });
  });

  it("takes runs of queues that no deployment has declared", async () => {
    const ctx = await prepare({ limits: { known: { limit: 1 } } });
    await queue(ctx, "unknown", "unknown");
    expect(await admit(ctx)).toBe(2);
  });
});

describe("limits", () => {
  it("of the environment holds over all queues", async () => {
    const ctx = await prepare({ environmentLimit: 3 });
    await queue(ctx, "a", "a", "b", "b");
    expect(await admit(ctx)).toBe(3);
    expect(await admit(ctx)).toBe(0);
  });

  it("count what is admitted and what executes, and nothing else", async () => {
    const ctx = await prepare({ environmentLimit: 3 });
    for (const status of ["DEQUEUED", "EXECUTING", "WAITING", "COMPLETED", "DELAYED"] as const) {
      await insertRun(ctx, status);
    }
    await queue(ctx, "a", "a", "a");
    expect(await admit(ctx)).toBe(1);
  });

  it("of the environment may have been lowered below what runs", async () => {
    const ctx = await prepare({ environmentLimit: 1 });
    await insertRun(ctx, "EXECUTING");
    await insertRun(ctx, "EXECUTING");
    await queue(ctx, "a");
    expect(await admit(ctx)).toBe(0);
  });

  it("of a queue hold for the queue", async () => {
    const ctx = await prepare({ limits: { a: { limit: 1 } } });
    const ids = await queue(ctx, "a", "a", "b", "b");
    expect(await admit(ctx)).toBe(3);
    expect(await admitted(ctx, ids)).toEqual([0, 2, 3]);
  });

  it("of a queue hold for each concurrency key by itself", async () => {
    const ctx = await prepare({ limits: { a: { limit: 1 } } });
    const ids = await queue(ctx, "a/x", "a/x", "a/y", "a");
    expect(await admit(ctx)).toBe(3);
    expect(await admitted(ctx, ids)).toEqual([0, 2, 3]);
  });

  it("that a person has set win over the code's, in both directions", async () => {
    const limits = { more: { limit: 1, override: 2 }, less: { limit: 2, override: 0 } };
    const ctx = await prepare({ limits });
    const ids = await queue(ctx, "more", "more", "less");
    expect(await admit(ctx)).toBe(2);
    expect(await admitted(ctx, ids)).toEqual([0, 1]);
  });

  it("give a slot back when its run ends", async () => {
    const ctx = await prepare({ environmentLimit: 1 });
    const [first = "", second = ""] = await queue(ctx, "a", "a");
    await admit(ctx);
    expect(await admit(ctx)).toBe(0);
    await cancelRun(ctx, friendlyId("run", first));
    expect(await admit(ctx)).toBe(1);
    expect((await readRun(ctx, second)).status).toBe("DEQUEUED");
  });
});

describe("pausing", () => {
  it("a queue holds its runs back and no others", async () => {
    const ctx = await prepare({ limits: { a: { paused: true } } });
    const ids = await queue(ctx, "a", "b");
    expect(await admit(ctx)).toBe(1);
    expect(await admitted(ctx, ids)).toEqual([1]);
  });

  it("an environment holds all its runs back", async () => {
    const ctx = await prepare();
    await queue(ctx, "a");
    const where = { id: ctx.environment.id };
    await ctx.db.prisma.environment.update({ where, data: { pausedAt: new Date() } });
    expect(await admit(ctx)).toBe(0);
    await ctx.db.prisma.environment.update({ where, data: { pausedAt: null } });
    expect(await admit(ctx)).toBe(1);
  });
});

describe("order", () => {
  it("is oldest first within a lane", async () => {
    const ctx = await prepare({ environmentLimit: 2 });
    const ids = await queue(ctx, "a", "a", "a");
    await admit(ctx);
    expect(await admitted(ctx, ids)).toEqual([0, 1]);
  });

  it("is moved by priority, in seconds", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const where = { id: workspace.ctx.environment.id };
    await database.db.prisma.environment.update({ where, data: { concurrencyLimit: 2 } });
    const start = Date.now() - 60_000;
    const placed = (offsetMs: number, priority: number) =>
      trigger(at(workspace.ctx, new Date(start + offsetMs)), "hello", { priority });
    const runs = [
      await placed(0, 0),
      await placed(1_000, 0),
      await placed(5_000, 4.5),
      await placed(6_000, 10),
    ];
    await admit(workspace.ctx);
    const ids = runs.map((run) => run.id);
    expect(await admitted(workspace.ctx, ids)).toEqual([0, 3]);
  });

  it("gives a quiet queue its turn beside one with a backlog", async () => {
    const ctx = await prepare({ environmentLimit: 2 });
    const ids = await queue(ctx, "busy", "busy", "busy", "busy", "quiet");
    await admit(ctx);
    expect(await admitted(ctx, ids)).toEqual([0, 4]);
  });

  it("gives every key of a queue its turn", async () => {
    const ctx = await prepare({ environmentLimit: 3 });
    const ids = await queue(ctx, "a/busy", "a/busy", "a/busy", "a/two", "a/three");
    await admit(ctx);
    expect(await admitted(ctx, ids)).toEqual([0, 3, 4]);
  });
});

describe("a run that waits for its retry", () => {
  it("is not taken before its time, and gives no slot away", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const { id } = await trigger(ctx, "hello");
    await completeAttempt(ctx, await startRun(ctx, id), threw("Later", { delayMs: 60_000 }));
    expect(await admit(ctx)).toBe(0);
    expect(await admit(later(ctx, 59_000))).toBe(0);
    expect(await admit(later(ctx, 61_000))).toBe(1);
  });

  it("does not let those behind it in the lane wait", async () => {
    const ctx = await prepare();
    const future = new Date(Date.now() + 60_000);
    const retry = await insertRun(ctx, "QUEUED", { queueOrder: future });
    const ready = await insertRun(ctx, "QUEUED");
    expect(await admit(ctx)).toBe(1);
    expect(await admitted(ctx, [retry, ready])).toEqual([1]);
  });
});

describe("two admissions at once", () => {
  it("never exceed a limit, and exactly one does the work", async () => {
    const ctx = await prepare({ environmentLimit: 5, limits: { a: { limit: 2 } } });
    await queue(ctx, ...Array<string>(10).fill("a"), ...Array<string>(10).fill("b"));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => admitRuns(ctx, ctx.environment.id)),
    );
    const counts = outcomes.flatMap((one) => (one.outcome === "DONE" ? [one.admitted] : []));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(await readJobs(ctx)).toHaveLength(5);
    const where = {
      environmentId: ctx.environment.id,
      status: "DEQUEUED",
      queueName: "a",
    } as const;
    expect(await ctx.db.prisma.run.count({ where })).toBe(2);
  });

  it("are told apart: the second one is busy", async () => {
    const ctx = await prepare();
    await queue(ctx, "a");
    const lock = {
      text: "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1))",
      values: [ctx.environment.id],
    };
    const outcome = await whileHolding(ctx.db.pool, lock, () => admitRuns(ctx, ctx.environment.id));
    expect(outcome).toEqual({ outcome: "BUSY" });
    expect(await admit(ctx)).toBe(1);
  });

  it("of two environments do not wait for each other", async () => {
    const [ctx, other] = await Promise.all([prepare(), prepare()]);
    await queue(ctx, "a");
    await queue(other, "a");
    expect(await Promise.all([admit(ctx), admit(other)])).toEqual([1, 1]);
  });

  it("pass over a run that is being changed right now", async () => {
    const ctx = await prepare();
    const ids = await queue(ctx, "a", "a");
    const lock = { text: "SELECT 1 FROM run WHERE id = $1 FOR UPDATE", values: [ids[0]] };
    expect(await whileHolding(ctx.db.pool, lock, () => admit(ctx))).toBe(1);
    expect(await admitted(ctx, ids)).toEqual([1]);
    expect(await admit(ctx)).toBe(1);
  });
});
