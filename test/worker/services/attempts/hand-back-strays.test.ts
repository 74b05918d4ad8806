import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later, readAttempts, readRun, startRuns, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { handBackStrays } from "#worker/services/attempts/hand-back-strays.ts";

const database = useDatabase();

async function started() {
  const { ctx, ...workspace } = await createWorkspace(database.db);
  await deployTasks({ ctx, ...workspace }, [{ id: "t" }]);
  const { id } = await trigger(ctx, "t");
  const { workerId, attempts } = await startRuns(ctx, [id]);
  const [attempt] = attempts;
  if (!attempt) throw new Error("The run did not start.");
  return { ctx, id, workerId, attempt };
}

describe("handBackStrays", () => {
  it("queues what its worker does not know of, at no cost of an attempt", async () => {
    const { ctx, id, workerId } = await started();
    const soon = later(ctx, 11_000);
    expect(await handBackStrays(soon, { workerId, executingIds: [] })).toBe(1);
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    expect(await readAttempts(ctx, id)).toMatchObject([{ status: "CANCELED" }]);
    expect(await handBackStrays(soon, { workerId, executingIds: [] })).toBe(0);
  });

  it("leaves alone what executes, what has just started, and what others have", async () => {
    const { ctx, id, workerId, attempt } = await started();
    const soon = later(ctx, 11_000);
    expect(await handBackStrays(soon, { workerId, executingIds: [attempt.id] })).toBe(0);
    expect(await handBackStrays(ctx, { workerId, executingIds: [] })).toBe(0);
    const other = (await started()).workerId;
    expect(await handBackStrays(ctx, { workerId: other, executingIds: [] })).toBe(0);
    expect((await readRun(ctx, id)).status).toBe("EXECUTING");
  });
});
