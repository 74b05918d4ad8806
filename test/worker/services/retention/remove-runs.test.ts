import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, insertRun, startRun, succeeded } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { removeRuns } from "#worker/services/retention/remove-runs.ts";

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
    expect(await removeRuns(ctx, where)).toEqual({ removed: 1, isMore: false });
    const left = await database.db.prisma.run.findMany({ select: { id: true } });
    expect(left.map(({ id }) => id).sort()).toEqual([longLived, foreign, waiting].sort());
    expect(await database.db.prisma.runEvent.count({ where: { runId: old } })).toBe(0);
  });

  it("goes in slices", async () => {
    const { ctx } = await createWorkspace(database.db);
    await database.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, finished_at)
       SELECT ('019b0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 't', 'COMPLETED', 'q', now(), now(), '2026-01-01'
       FROM generate_series(1, 501) AS n`,
      [ctx.environment.id],
    );
    const where = { environmentId: ctx.environment.id, endedBefore: CUTOFF };
    expect(await removeRuns(ctx, where)).toEqual({ removed: 500, isMore: true });
    expect(await removeRuns(ctx, where)).toEqual({ removed: 1, isMore: false });
  });
});
