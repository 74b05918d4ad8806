import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { rescheduleRun } from "#worker/services/runs/reschedule.ts";

const database = useDatabase();

async function delayed() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "t" }]);
  const run = await trigger(workspace.ctx, "t", { delay: "1h", priority: 60, ttl: "10m" });
  return { workspace, ...run };
}

function read(id: string) {
  return database.db.prisma.run.findUniqueOrThrow({ where: { id } });
}

describe("rescheduleRun", () => {
  it("moves the start of a delayed run, its place in the queue and its time to live", async () => {
    const { workspace, id, friendlyId } = await delayed();
    const run = await rescheduleRun(workspace.ctx, { runId: friendlyId, delay: "2h" });
    const until = new Date(run.delayedUntil ?? 0).getTime();
    expect(Math.abs(until - Date.now() - 7_200_000)).toBeLessThan(10_000);
    const row = await read(id);
    expect(row.status).toBe("DELAYED");
    expect(row.queueOrder.getTime()).toBe(until - 60_000);
    expect(row.expiresAt?.getTime()).toBe(until + 600_000);
  });

  it("moves the next attempt of a run that waits for it, and not one that waits for its turn", async () => {
    const { workspace } = await delayed();
    const { id, friendlyId } = await trigger(workspace.ctx, "t");
    const input = { runId: friendlyId, delay: "1s" };
    await expect(rescheduleRun(workspace.ctx, input)).rejects.toMatchObject({ code: "VALIDATION" });
    await database.db.prisma.run.update({
      where: { id },
      data: { attemptNumber: 1, queueOrder: new Date(Date.now() + 3_600_000) },
    });
    await rescheduleRun(workspace.ctx, input);
    const row = await read(id);
    expect(row.status).toBe("QUEUED");
    expect(row.queueOrder.getTime()).toBeLessThan(Date.now() + 10_000);
  });

  it("refuses a time that has passed, or is none", async () => {
    const { workspace, friendlyId } = await delayed();
    for (const delay of ["2020-01-01T00:00:00Z", "soon", "0s"]) {
      await expect(
        rescheduleRun(workspace.ctx, { runId: friendlyId, delay }),
      ).rejects.toMatchObject({
        code: "VALIDATION",
        message: expect.stringContaining("future"),
      });
    }
  });

  it("refuses a run that is not delayed any more, and leaves it as it is", async () => {
    const { workspace, id, friendlyId } = await delayed();
    await cancelRun(workspace.ctx, friendlyId);
    const again = rescheduleRun(workspace.ctx, { runId: friendlyId, delay: "2h" });
    await expect(again).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await read(id)).status).toBe("CANCELED");
  });

  it("is not for another tenant, and not for a key that may only read", async () => {
    const { workspace, friendlyId } = await delayed();
    const other = await createWorkspace(database.db);
    const input = { runId: friendlyId, delay: "2h" };
    await expect(rescheduleRun(other.ctx, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    await expect(rescheduleRun(reader, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
