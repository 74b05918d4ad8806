import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at, startRuns, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { releaseDueRuns } from "#worker/services/queues/release-due-runs.ts";
import type { TriggerOptions } from "#worker/services/runs/schemas.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const database = useDatabase();
const START = new Date("2026-05-06T07:08:09.400Z");

async function environment(): Promise<EnvironmentContext> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "t" }]);
  return at(workspace.ctx, START);
}

type Given = Partial<NonNullable<TriggerOptions["debounce"]>>;

function debounced(ctx: EnvironmentContext, given: Given = {}, options: object = {}, payload = 1) {
  const debounce = { key: "k", delay: "10s", ...given };
  const input = triggerInput.parse({ payload, options: { debounce, ...options } });
  return triggerRun(ctx, { taskId: "t", input });
}

function read(id: string) {
  return database.db.prisma.run.findUniqueOrThrow({ where: { id } });
}

function secondsIn(seconds: number): Date {
  return new Date(START.getTime() + seconds * 1000);
}

function later(ctx: EnvironmentContext, ms: number): EnvironmentContext {
  return at(ctx, new Date(START.getTime() + ms));
}

describe("debounce", () => {
  it("makes one run of many triggers, and pushes its start with each, in whole seconds", async () => {
    const ctx = await environment();
    const first = await debounced(ctx, {}, { ttl: "1m", priority: 5 });
    expect(await read(first.id)).toMatchObject({ status: "DELAYED", delayUntil: secondsIn(10.6) });
    const second = await debounced(later(ctx, 4_000), {}, { tags: ["new"] }, 2);
    expect(second).toMatchObject({ id: first.id, isCached: false });
    expect(await read(first.id)).toMatchObject({
      delayUntil: secondsIn(14.6),
      queueOrder: secondsIn(9.6),
      queuedAt: secondsIn(14.6),
      expiresAt: secondsIn(74.6),
      payload: "1",
      tags: [],
    });
    // Never sooner.
    await debounced(later(ctx, 5_000), { delay: "1s" });
    expect((await read(first.id)).delayUntil).toEqual(secondsIn(14.6));
  });

  it("takes the newest call's data when it is trailing, and leaves what that does not name", async () => {
    const ctx = await environment();
    const first = await debounced(ctx, { mode: "trailing" }, { queue: { name: "q" } });
    const newest = { tags: ["b"], maxAttempts: 7, machine: "large-1x", metadata: { a: 1 } };
    await debounced(later(ctx, 1_000), { mode: "trailing" }, newest, 2);
    expect(await read(first.id)).toMatchObject({
      payload: "2",
      tags: ["b"],
      maxAttempts: 7,
      machine: "large-1x",
      metadata: { a: 1 },
      queueName: "q",
      delayUntil: secondsIn(11.6),
    });
  });

  it("makes another run when the first would wait longer than maxDelay; the first goes on", async () => {
    const ctx = await environment();
    const first = await debounced(ctx, { maxDelay: "15s" });
    const same = await debounced(later(ctx, 4_000), { maxDelay: "15s" });
    const next = await debounced(later(ctx, 8_000), { maxDelay: "15s" });
    expect(same.id).toBe(first.id);
    expect(next.id).not.toBe(first.id);
    expect((await read(first.id)).delayUntil).toEqual(secondsIn(14.6));
    expect((await debounced(later(ctx, 9_000), { maxDelay: "15s" })).id).toBe(next.id);
  });

  it("makes another run once the first is in the queue", async () => {
    const ctx = await environment();
    const first = await debounced(ctx);
    await releaseDueRuns(later(ctx, 20_000));
    expect((await read(first.id)).status).toBe("QUEUED");
    expect((await debounced(later(ctx, 20_000))).id).not.toBe(first.id);
  });

  it("is of one task and one environment", async () => {
    const [ctx, other] = [await environment(), await environment()];
    const ids = [
      (await debounced(ctx)).id,
      (await debounced(other)).id,
      (await debounced(ctx, { key: "other" })).id,
    ];
    expect(new Set(ids).size).toBe(3);
  });

  it("comes after an idempotency key", async () => {
    const ctx = await environment();
    const known = await trigger(ctx, "t", { idempotencyKey: "i" });
    await debounced(ctx);
    const again = await debounced(ctx, {}, { idempotencyKey: "i" });
    expect(again).toMatchObject({ id: known.id, isCached: true });
  });

  it("is one run for a thousand triggers at once, of both kinds", async () => {
    const ctx = await environment();
    const modes = ["leading", "trailing"] as const;
    const all = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        debounced(later(ctx, index * 3), { mode: modes[index % 2] ?? "leading" }, {}, index),
      ),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await read(all[0]?.id ?? "")).delayUntil).toEqual(secondsIn(13.6));
  });
});

describe("a debounce key", () => {
  it("is let go of with the delay, so that two runs that had it can wait for their version", async () => {
    const { ctx: now } = await createWorkspace(database.db);
    const ctx = at(now, START);
    const first = await debounced(ctx);
    await releaseDueRuns(later(ctx, 20_000));
    const second = await debounced(later(ctx, 21_000));
    expect(second.id).not.toBe(first.id);
    await releaseDueRuns(later(ctx, 60_000));
    await startRuns(later(ctx, 61_000), [first.id, second.id]);
    for (const { id } of [first, second]) {
      expect((await read(id)).status).toBe("PENDING_VERSION");
    }
  });
});
