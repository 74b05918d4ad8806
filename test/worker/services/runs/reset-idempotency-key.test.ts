import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { resetIdempotencyKey } from "#worker/services/runs/reset-idempotency-key.ts";

const database = useDatabase();

async function held() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "t" }]);
  const run = await trigger(workspace.ctx, "t", { idempotencyKey: "order-1" });
  return { workspace, run };
}

describe("resetIdempotencyKey", () => {
  it("lets the next trigger with the key make a new run, once", async () => {
    const { workspace, run } = await held();
    await resetIdempotencyKey(workspace.ctx, { taskId: "t", key: "order-1" });
    const next = await trigger(workspace.ctx, "t", { idempotencyKey: "order-1" });
    expect(next.id).not.toBe(run.id);
    const same = await trigger(workspace.ctx, "t", { idempotencyKey: "order-1" });
    expect(same.id).toBe(next.id);
  });

  it("says when nothing holds the key", async () => {
    const { workspace } = await held();
    for (const input of [
      { taskId: "t", key: "order-2" },
      { taskId: "other", key: "order-1" },
    ]) {
      await expect(resetIdempotencyKey(workspace.ctx, input)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  it("touches no other tenant's key, and needs the right to write", async () => {
    const { workspace, run } = await held();
    const other = await createWorkspace(database.db);
    const input = { taskId: "t", key: "order-1" };
    await expect(resetIdempotencyKey(other.ctx, input)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const viewer = await workspace.asMember("VIEWER");
    await expect(resetIdempotencyKey(viewer, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await trigger(workspace.ctx, "t", { idempotencyKey: "order-1" })).id).toBe(run.id);
  });
});
