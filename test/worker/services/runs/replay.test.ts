import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { replayRun } from "#worker/services/runs/replay.ts";
import { replayInput } from "#worker/services/runs/schemas.ts";

const database = useDatabase();

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace;
}

describe("replayRun", () => {
  it("makes a new run of the same task with the same payload and settings", async () => {
    const { ctx } = await deployed();
    const original = await trigger(
      ctx,
      "hello",
      {
        payloadType: "application/super+json",
        queue: { name: "shared" },
        concurrencyKey: "tenant",
        machine: "micro",
        metadata: { a: 1 },
        tags: ["x"],
        test: true,
      },
      '{"json":{"big":"7"},"meta":{"values":{"big":["bigint"]}}}',
    );
    const replay = await replayRun(ctx, original.friendlyId);
    expect(replay).toMatchObject({ isCached: false });
    expect(replay.id).not.toBe(original.id);
    const [before, after] = await Promise.all([readRun(ctx, original.id), readRun(ctx, replay.id)]);
    for (const field of [
      "taskSlug",
      "payload",
      "payloadType",
      "queueName",
      "concurrencyKey",
      "machine",
      "metadata",
      "tags",
      "isTest",
    ] as const) {
      expect([field, after[field]]).toEqual([field, before[field]]);
    }
    expect((await getRun(ctx, replay.friendlyId)).replayedFrom).toBe(original.friendlyId);
  });

  it("takes what the caller names instead of what the run had", async () => {
    const { ctx } = await deployed();
    const original = await trigger(ctx, "hello", { tags: ["x"], machine: "micro" }, { a: 1 });
    const changes = replayInput.parse({
      payload: { a: 2 },
      tags: ["y"],
      queue: "other",
      metadata: { by: "hand" },
      delay: "1h",
    });
    const replay = await replayRun(ctx, original.friendlyId, changes);
    expect(await readRun(ctx, replay.id)).toMatchObject({
      status: "DELAYED",
      payload: '{"a":2}',
      payloadType: "application/json",
      tags: ["y"],
      queueName: "other",
      metadata: { by: "hand" },
      machine: "micro",
    });
    expect(replayInput.safeParse({ payloads: 1 }).success).toBe(false);
  });

  it("does not repeat what made the first run special in time", async () => {
    const { ctx } = await deployed();
    const original = await trigger(ctx, "hello", {
      delay: "1h",
      priority: 10,
      idempotencyKey: "k",
      maxAttempts: 1,
      lockToVersion: "20200101.1",
    });
    const replay = await replayRun(ctx, original.friendlyId);
    expect(await readRun(ctx, replay.id)).toMatchObject({
      status: "QUEUED",
      delayUntil: null,
      priorityMs: 0,
      idempotencyKey: null,
      maxAttempts: null,
      pinnedVersion: null,
    });
  });

  it("replays a run without a payload", async () => {
    const { ctx } = await deployed();
    const replay = await replayRun(ctx, (await trigger(ctx, "hello")).friendlyId);
    expect((await readRun(ctx, replay.id)).payload).toBeNull();
  });

  it("replays a finished run, which stays as it is", async () => {
    const { ctx } = await deployed();
    const id = await insertRun(ctx, "FAILED");
    const before = await readRun(ctx, id);
    await replayRun(ctx, friendlyId("run", id));
    expect(await readRun(ctx, id)).toEqual(before);
  });

  it("makes a run each time", async () => {
    const { ctx } = await deployed();
    const { friendlyId: id } = await trigger(ctx, "hello");
    const [first, second] = await Promise.all([replayRun(ctx, id), replayRun(ctx, id)]);
    expect(first.id).not.toBe(second.id);
  });

  it("does not find the run of another tenant, or a text that is no id", async () => {
    const [mine, theirs] = await Promise.all([deployed(), deployed()]);
    const { friendlyId: id } = await trigger(theirs.ctx, "hello");
    await expect(replayRun(mine.ctx, id)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `Run ${id} not found in this environment.`,
    });
    await expect(replayRun(mine.ctx, "run_1")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is refused to a viewer and to a key that only reads", async () => {
    const workspace = await deployed();
    const { friendlyId: id } = await trigger(workspace.ctx, "hello");
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read"] });
    const viewer = await workspace.asMember("VIEWER");
    await expect(replayRun(reader, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(replayRun(viewer, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
