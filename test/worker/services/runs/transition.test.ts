import { describe, expect, it } from "vitest";
import { RUN_STATUSES, type RunStatus } from "#sdk/wire/run-status.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readAttempts, readHistory, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { canEnter, isFinal } from "#worker/domain/run-status.ts";
import { newId } from "#worker/services/new-id.ts";
import { type RunChange, transitionRun, transitionRuns } from "#worker/services/runs/transition.ts";

const database = useDatabase();
const now = new Date("2026-05-06T07:08:09.010Z");

const PAIRS = RUN_STATUSES.flatMap((from) => RUN_STATUSES.map((to) => ({ from, to })));

/** What a status demands of its row. */
function change(runId: string, to: RunStatus, rest: Partial<RunChange> = {}): RunChange {
  const started = to === "EXECUTING" ? { attemptNumber: 1, deploymentId: newId() } : {};
  return { runId, to, at: now, ...started, ...rest };
}

describe("the guard", () => {
  it("allows exactly the pairs of the table, over all 169 of them, in one statement", async () => {
    const { ctx } = await createWorkspace(database.db);
    const cases = await Promise.all(
      PAIRS.map(async (pair) => ({ ...pair, id: await insertRun(ctx, pair.from) })),
    );
    const moved = await transitionRuns(
      ctx.db.pool,
      cases.map(({ id, to }) => change(id, to)),
    );
    const movedIds = new Set(moved.map((run) => run.id));
    const rows = new Map(
      (await ctx.db.prisma.run.findMany({ where: { environmentId: ctx.environment.id } })).map(
        (row) => [row.id, row],
      ),
    );
    for (const { id, from, to } of cases) {
      const allowed = canEnter(from, to);
      const row = rows.get(id);
      expect([from, to, movedIds.has(id)]).toEqual([from, to, allowed]);
      expect([from, to, row?.status]).toEqual([from, to, allowed ? to : from]);
      const isOver = isFinal(allowed ? to : from);
      expect([from, to, row?.finishedAt !== null]).toEqual([from, to, isOver]);
      expect([from, to, row?.updatedAt.getTime() === now.getTime()]).toEqual([from, to, allowed]);
    }
  });

  it("writes one entry of history for each run that moved and none for the others", async () => {
    const { ctx } = await createWorkspace(database.db);
    const queued = await insertRun(ctx, "QUEUED");
    const completed = await insertRun(ctx, "COMPLETED");
    await transitionRuns(ctx.db.pool, [
      change(queued, "CANCELED", { reason: "Because" }),
      change(completed, "CANCELED", { reason: "Because" }),
    ]);
    expect(await readHistory(ctx, queued)).toEqual([["CANCELED", "Because"]]);
    expect(await readHistory(ctx, completed)).toEqual([]);
  });

  it("lets one of many concurrent changes win", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "EXECUTING");
    const ends = ["COMPLETED", "FAILED", "CANCELED", "CRASHED", "TIMED_OUT"] as const;
    const moved = await Promise.all(ends.map((to) => transitionRun(ctx.db.pool, change(id, to))));
    const winners = moved.filter((run) => run !== null);
    expect(winners).toHaveLength(1);
    expect((await readRun(ctx, id)).status).toBe(winners[0]?.status);
    expect(await readHistory(ctx, id)).toHaveLength(1);
  });

  it("lets two batches with the same runs in opposite order both end", async () => {
    const { ctx } = await createWorkspace(database.db);
    const ids = await Promise.all(Array.from({ length: 50 }, () => insertRun(ctx, "QUEUED")));
    const [first, second] = await Promise.all([
      transitionRuns(
        ctx.db.pool,
        ids.map((id) => change(id, "CANCELED")),
      ),
      transitionRuns(
        ctx.db.pool,
        ids.toReversed().map((id) => change(id, "EXPIRED")),
      ),
    ]);
    expect(first.length + second.length).toBe(50);
  });

  it("does nothing for no change", async () => {
    expect(await transitionRuns(database.db.pool, [])).toEqual([]);
  });

  it("is silent about a run that does not exist", async () => {
    expect(await transitionRun(database.db.pool, change(newId(), "CANCELED"))).toBeNull();
  });
});

describe("the fence", () => {
  it("refuses an attempt that is not the run's any more", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "EXECUTING", { attemptNumber: 2 });
    const late = change(id, "COMPLETED", { fence: { attemptNumber: 1 } });
    expect(await transitionRun(ctx.db.pool, late)).toBeNull();
    expect((await readRun(ctx, id)).status).toBe("EXECUTING");
    const current = change(id, "COMPLETED", { fence: { attemptNumber: 2 } });
    expect(await transitionRun(ctx.db.pool, current)).toMatchObject({ id, attemptNumber: 2 });
  });

  it("refuses an attempt whose row is over, though its number is used again", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "DEQUEUED");
    const [handedBack, current] = [newId(), newId()];
    const open = (attemptId: string) =>
      change(id, "EXECUTING", {
        attempt: { kind: "OPEN", id: attemptId, workerId: newId(), deploymentId: newId() },
      });
    const giveBack = change(id, "QUEUED", {
      fence: { attemptNumber: 1 },
      attemptNumber: 0,
      attempt: { kind: "CLOSE", id: handedBack, status: "CANCELED" },
    });
    await transitionRun(ctx.db.pool, open(handedBack));
    await transitionRun(ctx.db.pool, giveBack);
    await transitionRun(ctx.db.pool, change(id, "DEQUEUED"));
    await transitionRun(ctx.db.pool, open(current));
    // The answer to the first writing was lost, and the worker writes it again.
    expect(await transitionRun(ctx.db.pool, giveBack)).toBeNull();
    expect(await readRun(ctx, id)).toMatchObject({ status: "EXECUTING", attemptNumber: 1 });
    expect(await readAttempts(ctx, id)).toMatchObject([{ id: current, status: "EXECUTING" }]);
  });
});

describe("what a transition writes", () => {
  it("keeps the first start and sets the time of each queueing", async () => {
    const { ctx } = await createWorkspace(database.db);
    const startedAt = new Date("2026-01-01T00:00:00Z");
    const again = await insertRun(ctx, "DEQUEUED", { startedAt });
    const fresh = await insertRun(ctx, "DEQUEUED");
    const queued = await insertRun(ctx, "EXECUTING", { startedAt });
    const queueOrder = new Date("2026-12-31T00:00:00Z");
    await transitionRuns(ctx.db.pool, [
      change(again, "EXECUTING"),
      change(fresh, "EXECUTING"),
      change(queued, "QUEUED", { queueOrder, executedMs: 1.6 }),
    ]);
    expect(await readRun(ctx, again)).toMatchObject({ startedAt });
    expect(await readRun(ctx, fresh)).toMatchObject({ startedAt: now });
    expect(await readRun(ctx, queued)).toMatchObject({
      queuedAt: now,
      queueOrder,
      startedAt,
      durationMs: 2,
    });
  });

  it("adds executing times up and keeps what a change leaves out", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "EXECUTING", { durationMs: 40, output: "1" });
    const { deploymentId } = await readRun(ctx, id);
    await transitionRun(ctx.db.pool, change(id, "FAILED", { executedMs: 2 }));
    expect(await readRun(ctx, id)).toMatchObject({
      durationMs: 42,
      output: "1",
      deploymentId,
      attemptNumber: 1,
    });
  });

  it("opens and closes the attempt's row in the same statement", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "DEQUEUED");
    const [attemptId, workerId, deploymentId] = [newId(), newId(), newId()];
    await transitionRun(
      ctx.db.pool,
      change(id, "EXECUTING", {
        deploymentId,
        attempt: { kind: "OPEN", id: attemptId, workerId, deploymentId },
      }),
    );
    const opened = { id: attemptId, number: 1, workerId, deploymentId };
    expect(await readAttempts(ctx, id)).toMatchObject([{ ...opened, status: "EXECUTING" }]);
    const error = { type: "STRING_ERROR", raw: "No" } as const;
    await transitionRun(
      ctx.db.pool,
      change(id, "FAILED", {
        error,
        attempt: { kind: "CLOSE", id: attemptId, status: "FAILED", error },
      }),
    );
    const closed = { ...opened, status: "FAILED", finishedAt: now, error };
    expect(await readAttempts(ctx, id)).toMatchObject([closed]);
    expect(await readRun(ctx, id)).toMatchObject({ error, finishedAt: now });
  });

  it("opens no attempt for a run that the guard refuses", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "CANCELED");
    await transitionRun(
      ctx.db.pool,
      change(id, "EXECUTING", {
        attempt: { kind: "OPEN", id: newId(), workerId: newId(), deploymentId: newId() },
      }),
    );
    expect(await readAttempts(ctx, id)).toEqual([]);
  });

  it("stores an error with characters that Postgres has no place for", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "EXECUTING");
    const error = { type: "STRING_ERROR", raw: "a\0b \ud83d c\\u0000d" } as const;
    await transitionRun(ctx.db.pool, change(id, "FAILED", { error }));
    expect(await readRun(ctx, id)).toMatchObject({
      status: "FAILED",
      error: { type: "STRING_ERROR", raw: "ab \ufffd c\\u0000d" },
    });
  });
});

describe("the database itself", () => {
  it("refuses a final run without an end, and an end without a final run", async () => {
    const { ctx } = await createWorkspace(database.db);
    await expect(insertRun(ctx, "COMPLETED", { finishedAt: null })).rejects.toThrow(
      /run_finished_exactly_when_final/,
    );
    await expect(insertRun(ctx, "QUEUED", { finishedAt: now })).rejects.toThrow(
      /run_finished_exactly_when_final/,
    );
  });

  it("refuses an executing run without an attempt or a deployment", async () => {
    const { ctx } = await createWorkspace(database.db);
    await expect(insertRun(ctx, "EXECUTING", { attemptNumber: 0 })).rejects.toThrow(
      /run_started_has_deployment/,
    );
    await expect(insertRun(ctx, "EXECUTING", { deploymentId: null })).rejects.toThrow(
      /run_started_has_deployment/,
    );
  });

  it("refuses a second executing attempt of one run", async () => {
    const { ctx } = await createWorkspace(database.db);
    const runId = await insertRun(ctx, "EXECUTING");
    const attempt = (number: number) => ({
      id: newId(),
      runId,
      number,
      status: "EXECUTING" as const,
      workerId: newId(),
      deploymentId: newId(),
      startedAt: now,
    });
    await ctx.db.prisma.attempt.create({ data: attempt(1) });
    await expect(ctx.db.prisma.attempt.create({ data: attempt(2) })).rejects.toThrow(
      /Unique constraint/,
    );
  });
});
