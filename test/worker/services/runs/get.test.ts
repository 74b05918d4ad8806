import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  at,
  completeAttempt,
  insertRun,
  startRun,
  succeeded,
  threw,
  trigger,
} from "#test/support/runs.ts";
import { findNulls } from "#test/support/web.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { getRun } from "#worker/services/runs/get.ts";

const database = useDatabase();

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db, { slug: "prod" });
  await deployTasks(workspace, [{ id: "hello", retry: { maxAttempts: 1 } }]);
  return workspace;
}

function get(ctx: EnvironmentContext, id: string) {
  return getRun(ctx, friendlyId("run", id));
}

describe("getRun", () => {
  it("shows a new run, with every field that has a value and no other", async () => {
    const { ctx } = await deployed();
    const now = new Date("2026-05-06T07:08:09.010Z");
    const { id, friendlyId: runId } = await trigger(at(ctx, now), "hello", {}, { name: "Ada" });
    expect(await get(ctx, id)).toStrictEqual({
      id: runId,
      status: "QUEUED",
      taskIdentifier: "hello",
      isQueued: true,
      isExecuting: false,
      isWaiting: false,
      isCompleted: false,
      isSuccess: false,
      isFailed: false,
      isCancelled: false,
      isTest: false,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
      tags: [],
      costInCents: 0,
      baseCostInCents: 0,
      durationMs: 0,
      queue: "task/hello",
      attemptCount: 0,
      depth: 0,
      triggerFunction: "trigger",
      relatedRuns: {},
      payload: { name: "Ada" },
      attempts: [],
    });
  });

  it("shows what a caller asked for", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello", {
      delay: "1h",
      ttl: 90,
      concurrencyKey: "tenant",
      machine: "micro",
      metadata: { a: 1 },
      tags: ["x"],
      idempotencyKey: "0123abcd",
      idempotencyKeyOptions: { key: "order-7", scope: "global" },
    });
    expect(await get(ctx, id)).toMatchObject({
      status: "DELAYED",
      delayedUntil: expect.stringMatching(/Z$/),
      ttl: "90s",
      concurrencyKey: "tenant",
      machine: "micro",
      metadata: { a: 1 },
      tags: ["x"],
      idempotencyKey: "order-7",
    });
  });

  it("shows the stored key where the caller's own is not known", async () => {
    const { ctx } = await deployed();
    const plain = await trigger(ctx, "hello", { idempotencyKey: "plain" });
    const list = await trigger(ctx, "hello", {
      idempotencyKey: "hash",
      idempotencyKeyOptions: { key: ["a", "b"] },
    });
    expect((await get(ctx, plain.id)).idempotencyKey).toBe("plain");
    expect((await get(ctx, list.id)).idempotencyKey).toBe("hash");
  });

  it("shows version and output of a run that succeeded", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    const attempt = await startRun(ctx, id);
    expect(await get(ctx, id)).toMatchObject({
      status: "EXECUTING",
      version: attempt.deployment.version,
      startedAt: attempt.startedAt.toISOString(),
      attemptCount: 1,
    });
    await completeAttempt(ctx, attempt, succeeded('{"a":1}'), 25);
    const run = await get(ctx, id);
    expect(run).toMatchObject({
      status: "COMPLETED",
      output: { a: 1 },
      durationMs: 25,
      finishedAt: expect.any(String),
    });
    expect(run).not.toHaveProperty("error");
  });

  it("shows the error of a run that failed, and no output", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await completeAttempt(ctx, await startRun(ctx, id), threw("It broke"));
    const run = await get(ctx, id);
    expect(run).toMatchObject({ status: "FAILED", error: { name: "Error", message: "It broke" } });
    expect(run).not.toHaveProperty("output");
  });

  it("says when a run expired, and nothing of it for other ends", async () => {
    const { ctx } = await deployed();
    const finishedAt = new Date("2026-01-01T00:00:00Z");
    const expired = await insertRun(ctx, "EXPIRED", { finishedAt });
    const canceled = await insertRun(ctx, "CANCELED", { finishedAt });
    expect((await get(ctx, expired)).expiredAt).toBe("2026-01-01T00:00:00.000Z");
    expect(await get(ctx, canceled)).not.toHaveProperty("expiredAt");
  });

  it("shows root, parent and children", async () => {
    const { ctx } = await deployed();
    const root = await trigger(ctx, "hello");
    const parent = await trigger(ctx, "hello", { parentRunId: root.friendlyId }, { secret: 1 });
    const run = await trigger(ctx, "hello", { parentRunId: parent.friendlyId });
    const child = await trigger(ctx, "hello", { parentRunId: run.friendlyId });
    const { relatedRuns, depth } = await get(ctx, run.id);
    expect(depth).toBe(2);
    expect(relatedRuns).toMatchObject({
      root: { id: root.friendlyId, depth: 0 },
      parent: { id: parent.friendlyId, depth: 1 },
      children: [{ id: child.friendlyId, depth: 3 }],
    });
    expect(relatedRuns.parent).not.toHaveProperty("payload");
  });

  it("has no null anywhere, in any status", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "unknown");
    expect(findNulls(await get(ctx, id))).toEqual([]);
    const attempt = await startRun(ctx, (await trigger(ctx, "hello")).id);
    await completeAttempt(ctx, attempt, succeeded());
    expect(findNulls(await get(ctx, attempt.runId))).toEqual([]);
  });
});

describe("who may read a run", () => {
  it("is a key for the run, its task or one of its tags", async () => {
    const workspace = await deployed();
    const run = await trigger(workspace.ctx, "hello", { tags: ["a", "b"] });
    const scopes = ["read:runs", `read:runs:${run.friendlyId}`, "read:tasks:hello", "read:tags:b"];
    for (const scope of scopes) {
      const ctx = workspace.as({ kind: "publicToken", scopes: [scope] });
      expect(await get(ctx, run.id)).toMatchObject({ id: run.friendlyId });
    }
  });

  it("is not a key for another run, task or tag", async () => {
    const workspace = await deployed();
    const [run, other] = await Promise.all([
      trigger(workspace.ctx, "hello", { tags: ["a"] }),
      trigger(workspace.ctx, "hello"),
    ]);
    const scopes = [`read:runs:${other.friendlyId}`, "read:tasks:bye", "read:tags:b", "write:runs"];
    const ctx = workspace.as({ kind: "publicToken", scopes });
    await expect(get(ctx, run.id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is nobody of another tenant", async () => {
    const [mine, theirs] = await Promise.all([deployed(), deployed()]);
    const run = await trigger(theirs.ctx, "hello");
    await expect(get(mine.ctx, run.id)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `Run ${run.friendlyId} not found in this environment.`,
    });
    await expect(getRun(mine.ctx, "run_x")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
