import { describe, expect, it } from "vitest";
import type { WaitTarget } from "#sdk/wire/wait.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later, startRun } from "#test/support/runs.ts";
import { createToken } from "#test/support/waitpoints.ts";
import { comeToWait, enter, inADay } from "#test/support/waits.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { registerWait } from "#worker/services/waits/register.ts";

const database = useDatabase();

async function environment() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace.ctx;
}

describe("registerWait", () => {
  it("enters a wait once; coming to it again joins it with the time it has", async () => {
    const ctx = await environment();
    const attempt = await comeToWait(ctx, inADay(ctx));
    const first = await enter(ctx, attempt, inADay(ctx));
    const again = await enter(ctx, attempt, inADay(later(ctx, 5_000)));
    expect(first).toMatchObject({ kind: "PENDING" });
    expect(again).toEqual(first);
    const other = await enter(ctx, attempt, inADay(ctx), "run:1");
    expect(other.kind).toBe("PENDING");
    expect(await database.db.prisma.runWait.count({ where: { runId: attempt.runId } })).toBe(2);
  });

  it("is over at once where it has been over", async () => {
    const ctx = await environment();
    const attempt = await comeToWait(ctx, inADay(ctx));
    expect(await enter(later(ctx, 90_000_000), attempt, inADay(ctx))).toEqual({
      kind: "OVER",
      result: { kind: "DURATION" },
    });
  });

  it("names both when the code asks for something else than it did", async () => {
    const ctx = await environment();
    const attempt = await comeToWait(ctx, inADay(ctx));
    const runId = friendlyId("run", await insertRun(ctx, "QUEUED"));
    const wait = {
      step: "run:0",
      fingerprint: "triggerAndWait child",
      target: { kind: "RUN" as const, runId },
    };
    expect(await registerWait(ctx, { runId: attempt.runId, epoch: 0, wait })).toEqual({
      kind: "REFUSED",
      reason: "MISMATCH",
      message: expect.stringMatching(
        /at wait 1 of run it asks for “triggerAndWait child”, .* had asked for “DURATION”/,
      ),
    });
    // A later epoch is a journal of its own.
    expect(await registerWait(ctx, { runId: attempt.runId, epoch: 1, wait })).toMatchObject({
      kind: "PENDING",
    });
  });

  it("finds nothing of another environment to wait for", async () => {
    const [ctx, other] = [await environment(), await environment()];
    const attempt = await startRun(ctx, await insertRun(ctx, "DEQUEUED"));
    const batchId = newId();
    await database.db.prisma.batch.create({
      data: { id: batchId, environmentId: other.environment.id, runCount: 1 },
    });
    const targets: WaitTarget[] = [
      { kind: "RUN", runId: friendlyId("run", await insertRun(other, "COMPLETED")) },
      { kind: "BATCH", batchId: friendlyId("batch", batchId) },
      { kind: "TOKEN", tokenId: (await createToken(other)).friendlyId },
      { kind: "TOKEN", tokenId: "no id" },
    ];
    for (const target of targets) {
      expect(await enter(ctx, attempt, target)).toEqual({
        kind: "REFUSED",
        reason: "NOT_FOUND",
        message: expect.stringMatching(/ not found in this environment\.$/),
      });
    }
  });

  it("tells what it has at a place without entering anything", async () => {
    const ctx = await environment();
    const attempt = await startRun(ctx, await insertRun(ctx, "DEQUEUED"));
    const past = { kind: "PAST" } as const;
    const nothing = { kind: "REFUSED", reason: "NOT_FOUND" };
    expect(await enter(ctx, attempt, past)).toMatchObject(nothing);
    expect(await enter(ctx, attempt, past)).toMatchObject(nothing);
    const over = { kind: "OVER", result: { kind: "DURATION" } };
    const late = { step: "run:0", fingerprint: "once", target: past };
    const write = { ...late, target: { kind: "DURATION" as const, until: new Date(0) } };
    const place = { runId: attempt.runId, epoch: 0 };
    expect(await registerWait(ctx, { ...place, wait: write })).toEqual(over);
    expect(await registerWait(ctx, { ...place, wait: late })).toEqual(over);
    expect(await enter(ctx, attempt, past)).toMatchObject({ kind: "REFUSED", reason: "MISMATCH" });
  });

  it("keeps the time of a key over epochs, for as long as the key holds", async () => {
    const ctx = await environment();
    const attempt = await startRun(ctx, await insertRun(ctx, "DEQUEUED"));
    const register = (epoch: number, ms: number, keyTtlMs?: number) =>
      registerWait(ctx, {
        runId: attempt.runId,
        epoch,
        wait: {
          step: "run:0",
          fingerprint: "wait.for",
          target: { kind: "DURATION", until: new Date(Date.now() + ms), key: "k", keyTtlMs },
        },
      });
    const first = await register(0, 60_000);
    expect(await register(1, 120_000)).toEqual(first);
    expect(await register(2, 120_000, 3_600_000)).toEqual(first);
    await ctx.db.prisma.runWait.updateMany({
      data: { createdAt: new Date(Date.now() - 7_200_000) },
    });
    expect(await register(3, 180_000, 3_600_000)).not.toEqual(first);
    expect(await register(4, 240_000)).toEqual(first);
  });
});
