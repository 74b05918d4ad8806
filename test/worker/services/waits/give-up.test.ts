import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit } from "#test/support/queues.ts";
import { later, readAttempts, readRun, startRun } from "#test/support/runs.ts";
import { comeToWait, inADay, waitIn } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { giveUpSuspended } from "#worker/services/waits/give-up.ts";
import { findDueWaits, wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

async function environment() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace.ctx;
}

describe("giveUpSuspended", () => {
  it("closes the attempt at no cost; the run waits on and starts as the same attempt", async () => {
    const ctx = await environment();
    const [attempt, executing] = [
      await waitIn(ctx, inADay(ctx)),
      await comeToWait(ctx, inADay(ctx)),
    ];
    expect(await giveUpSuspended(ctx, [attempt.id, executing.id])).toBe(1);
    expect(await readRun(ctx, attempt.runId)).toMatchObject({
      status: "WAITING",
      attemptNumber: 0,
    });
    expect(await readAttempts(ctx, attempt.runId)).toMatchObject([{ status: "CANCELED" }]);
    expect((await readRun(ctx, executing.runId)).status).toBe("EXECUTING");
    const tomorrow = later(ctx, 90_000_000);
    await findDueWaits(tomorrow);
    await wakeRuns(tomorrow);
    await admit(ctx);
    const again = await startRun(ctx, attempt.runId);
    expect(again).toMatchObject({ number: 1, input: { hasJournal: true, isReplay: true } });
    expect(await giveUpSuspended(ctx, [])).toBe(0);
  });

  it("puts one back into the queue that has been admitted for a process that is gone", async () => {
    const ctx = await environment();
    const attempt = await waitIn(ctx, inADay(ctx));
    const tomorrow = later(ctx, 90_000_000);
    await findDueWaits(tomorrow);
    await wakeRuns(tomorrow);
    await admit(ctx);
    await giveUpSuspended(ctx, [attempt.id]);
    expect(await readRun(ctx, attempt.runId)).toMatchObject({
      status: "QUEUED",
      attemptNumber: 0,
    });
  });

  it("closes the attempt and puts the run back, or does neither", async () => {
    const ctx = await environment();
    const attempt = await waitIn(ctx, inADay(ctx));
    const tomorrow = later(ctx, 90_000_000);
    await findDueWaits(tomorrow);
    await wakeRuns(tomorrow);
    await admit(ctx);
    await ctx.db.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'The connection is gone'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON run FOR EACH ROW
        WHEN (NEW.status = 'QUEUED') EXECUTE FUNCTION refuse();`);
    const halfway = giveUpSuspended(ctx, [attempt.id]);
    await expect(halfway).rejects.toThrow("The connection is gone");
    await ctx.db.pool.query("DROP FUNCTION refuse CASCADE");
    expect(await readRun(ctx, attempt.runId)).toMatchObject({
      status: "DEQUEUED",
      attemptNumber: 1,
    });
    expect(await readAttempts(ctx, attempt.runId)).toMatchObject([{ status: "EXECUTING" }]);
  });
});
