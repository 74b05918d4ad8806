import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { getRunRelations } from "#worker/services/runs/get-relations.ts";
import { replayRun } from "#worker/services/runs/replay.ts";
import { resetIdempotencyKey } from "#worker/services/runs/reset-idempotency-key.ts";

const database = useDatabase();

describe("getRunRelations", () => {
  it("tells a run's trace, its replays and what it replays", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    const first = await trigger(ctx, "hello");
    const replays = [
      await replayRun(ctx, first.friendlyId),
      await replayRun(ctx, first.friendlyId),
    ];
    const ofFirst = await getRunRelations(ctx, first.friendlyId);
    expect(ofFirst).toMatchObject({ traceId: first.id.replaceAll("-", "") });
    expect(ofFirst).not.toHaveProperty("replayedFrom");
    expect(ofFirst.replays.map(({ id }) => id)).toEqual(
      replays.map(({ friendlyId }) => friendlyId).reverse(),
    );
    const ofReplay = await getRunRelations(ctx, replays[0]?.friendlyId ?? "");
    expect(ofReplay).toMatchObject({
      replays: [],
      replayedFrom: { id: first.friendlyId, status: "QUEUED", taskIdentifier: "hello" },
    });
  });

  it("tells runs that had the same idempotency key, of the same task", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }, { id: "other" }]);
    const withKey = (key: string) => ({
      idempotencyKey: `hash-${key}`,
      idempotencyKeyOptions: { key, scope: "global" },
    });
    const first = await trigger(ctx, "hello", withKey("order-1"));
    await resetIdempotencyKey(ctx, { taskId: "hello", key: "hash-order-1" });
    const second = await trigger(ctx, "hello", withKey("order-1"));
    await trigger(ctx, "hello", withKey("order-2"));
    await trigger(ctx, "other", withKey("order-1"));
    // However many runs there have been since.
    await ctx.db.pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at)
       SELECT overlay(md5(n::text) PLACING 'ffffffff' FROM 1)::uuid, $1, 'hello', 'QUEUED', 'task/hello', now(), now()
       FROM generate_series(1, 5100) AS n`,
      [ctx.environment.id],
    );
    const ids = async (id: string) => (await getRunRelations(ctx, id)).sameKey.map((run) => run.id);
    expect(await ids(second.friendlyId)).toEqual([first.friendlyId]);
    expect(await ids(first.friendlyId)).toEqual([second.friendlyId]);
  });

  it("does not know another tenant's run, and is for those who may read it", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const { friendlyId } = await trigger(mine.ctx, "hello");
    await expect(getRunRelations(theirs.ctx, friendlyId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const queues = mine.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read:queues"] });
    await expect(getRunRelations(queues, friendlyId)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
