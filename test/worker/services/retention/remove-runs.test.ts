import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, insertRun, startRun, succeeded } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { removeRuns } from "#worker/services/retention/remove-runs.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();
const CUTOFF = new Date("2026-03-01T00:00:00Z");

/** A run of that day, by its id and by its end. */
async function age(id: string, made: string, ended: string | null): Promise<string> {
  const time = new Date(made).getTime().toString(16).padStart(12, "0");
  const old = `${time.slice(0, 8)}-${time.slice(8)}${id.slice(13)}`;
  const { pool } = database.db;
  await pool.query("UPDATE run_event SET run_id = $2 WHERE run_id = $1", [id, old]);
  await pool.query("UPDATE run SET id = $2, finished_at = $3 WHERE id = $1", [id, old, ended]);
  return old;
}

describe("removeRuns", () => {
  it("removes what ended before, with attempts and events; the rest stays", async () => {
    const workspace = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const finished = await insertRun(ctx, "DEQUEUED");
    await completeAttempt(ctx, await startRun(ctx, finished), succeeded());
    const [old, longLived, foreign] = [
      await age(finished, "2026-01-01", "2026-01-02T00:00:00Z"),
      await age(await insertRun(ctx, "COMPLETED"), "2026-01-01", "2026-03-02T00:00:00Z"),
      await age(await insertRun(other.ctx, "COMPLETED"), "2026-01-01", "2026-01-02T00:00:00Z"),
    ];
    const waiting = await insertRun(ctx, "QUEUED");
    const where = { environmentId: ctx.environment.id, endedBefore: CUTOFF };
    expect(await removeRuns(ctx, where)).toEqual({ removed: 1, next: undefined });
    const left = await database.db.prisma.run.findMany({ select: { id: true } });
    expect(left.map(({ id }) => id).sort()).toEqual([longLived, foreign, waiting].sort());
    expect(await database.db.prisma.runEvent.count({ where: { runId: old } })).toBe(0);
  });

  it("keeps what the journal of a run that goes on refers to, until that run is over", async () => {
    const { ctx } = await createWorkspace(database.db);
    const { prisma } = database.db;
    const ended = async (overrides: Parameters<typeof insertRun>[2] = {}) =>
      age(await insertRun(ctx, "COMPLETED", overrides), "2026-01-01", "2026-01-02T00:00:00Z");
    const waiting = await insertRun(ctx, "WAITING");
    const [batchId, keyed] = [newId(), newId()];
    for (const id of [batchId, keyed]) {
      const batch = { id, environmentId: ctx.environment.id, runCount: 1 };
      await prisma.batch.create({ data: { ...batch, sealedAt: new Date() } });
    }
    const kept = [
      await ended({ parentRunId: waiting }),
      // Of somebody else; an idempotency key has led to them.
      await ended(),
      await ended({ batchId, batchIndex: 0 }),
      await ended(),
    ];
    const item = { batchId: keyed, index: 0, taskSlug: "hello", runId: kept[3] ?? "" };
    await prisma.batchException.create({ data: item });
    const step = { runId: waiting, epoch: 0, fingerprint: "x", resolvedAt: new Date() };
    await prisma.runWait.createMany({
      data: [
        { ...step, step: "run:0", kind: "RUN", waitsFor: kept[1] ?? "" },
        { ...step, step: "run:1", kind: "BATCH", waitsFor: batchId },
        { ...step, step: "run:2", kind: "BATCH", waitsFor: keyed },
      ],
    });
    await ended();
    const where = { environmentId: ctx.environment.id, endedBefore: CUTOFF };
    expect(await removeRuns(ctx, where)).toEqual({ removed: 1, next: undefined });
    await cancelRun(ctx, friendlyId("run", waiting));
    expect(await removeRuns(ctx, where)).toEqual({ removed: kept.length, next: undefined });
  });

  it("goes in slices of runs and of events, each behind the one before", async () => {
    const { ctx } = await createWorkspace(database.db);
    await database.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, finished_at)
       SELECT ('019b0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 't', 'COMPLETED', 'q', now(), now(), '2026-01-01'
       FROM generate_series(1, 501) AS n`,
      [ctx.environment.id],
    );
    const where = { environmentId: ctx.environment.id, endedBefore: CUTOFF };
    const idOf = (n: number) => `019b0000-0000-7000-8000-${String(n).padStart(12, "0")}`;
    // Of these, one slice has a part only; the one that goes over the bound goes with it.
    await database.db.pool.query(
      `INSERT INTO run_event (run_id, environment_id, kind, at, label, message)
       SELECT $1, $2, 'LOG', now(), 'INFO', 'x' FROM generate_series(1, 20000)`,
      [idOf(2), ctx.environment.id],
    );
    const first = await removeRuns(ctx, where);
    expect(first).toEqual({ removed: 2, next: idOf(2) });
    await insertRun(ctx, "COMPLETED", { id: idOf(1), finishedAt: new Date("2026-01-01") });
    const second = await removeRuns(ctx, { ...where, after: first.next });
    expect(second).toEqual({ removed: 499, next: undefined });
    expect(await removeRuns(ctx, { ...where, after: second.next ?? idOf(501) })).toMatchObject({
      removed: 0,
    });
    expect(await removeRuns(ctx, where)).toEqual({ removed: 1, next: undefined });
  });
});
