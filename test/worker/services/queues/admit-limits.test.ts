import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  admit,
  admitted,
  type GivenQueues,
  prepareQueues,
  queue,
  startAll,
} from "#test/support/queues.ts";
import { at, insertRun, later, readRun } from "#test/support/runs.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { handBackRuns } from "#worker/services/attempts/hand-back-runs.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { resumeRuns } from "#worker/services/waits/resume.ts";

const database = useDatabase();

function prepare(given: GivenQueues = {}): Promise<EnvironmentContext> {
  return prepareQueues(database.db, given);
}

describe("limits", () => {
  it("of the environment holds over all queues", async () => {
    const ctx = await prepare({ environmentLimit: 3 });
    await queue(ctx, "a", "a", "b", "b");
    expect(await admit(ctx)).toBe(3);
    expect(await admit(ctx)).toBe(0);
  });

  it("count what is admitted and what executes, and nothing else", async () => {
    const ctx = await prepare({ environmentLimit: 3 });
    for (const status of ["DEQUEUED", "EXECUTING", "WAITING", "COMPLETED", "DELAYED"] as const) {
      await insertRun(ctx, status);
    }
    await queue(ctx, "a", "a", "a");
    expect(await admit(ctx)).toBe(1);
  });

  it("of the environment may have been lowered below what runs", async () => {
    const ctx = await prepare({ environmentLimit: 1 });
    await insertRun(ctx, "EXECUTING");
    await insertRun(ctx, "EXECUTING");
    await queue(ctx, "a");
    expect(await admit(ctx)).toBe(0);
  });

  it("of a queue hold for the queue", async () => {
    const ctx = await prepare({ limits: { a: { limit: 1 } } });
    const ids = await queue(ctx, "a", "a", "b", "b");
    expect(await admit(ctx)).toBe(3);
    expect(await admitted(ctx, ids)).toEqual([0, 2, 3]);
  });

  it("of a queue hold for each concurrency key by itself", async () => {
    const ctx = await prepare({ limits: { a: { limit: 1 } } });
    const ids = await queue(ctx, "a/x", "a/x", "a/y", "a");
    expect(await admit(ctx)).toBe(3);
    expect(await admitted(ctx, ids)).toEqual([0, 2, 3]);
  });

  it("that a person has set win over the code's, in both directions", async () => {
    const limits = { more: { limit: 1, override: 2 }, less: { limit: 2, override: 0 } };
    const ctx = await prepare({ limits });
    const ids = await queue(ctx, "more", "more", "less");
    expect(await admit(ctx)).toBe(2);
    expect(await admitted(ctx, ids)).toEqual([0, 1]);
  });

  it("give a slot back when its run ends", async () => {
    const ctx = await prepare({ environmentLimit: 1 });
    const [first = "", second = ""] = await queue(ctx, "a", "a");
    await admit(ctx);
    expect(await admit(ctx)).toBe(0);
    await cancelRun(ctx, friendlyId("run", first));
    expect(await admit(ctx)).toBe(1);
    expect((await readRun(ctx, second)).status).toBe("DEQUEUED");
  });
});

describe("the total limit of a queue", () => {
  it("holds over all its keys", async () => {
    const ctx = await prepare({ limits: { a: { limit: 2, total: 3 } } });
    const ids = await queue(ctx, "a/x", "a/x", "a/y", "a/y", "a/z", "b");
    expect(await admit(ctx)).toBe(4);
    expect(await admit(ctx)).toBe(0);
    expect(await admitted(ctx, ids)).toEqual([0, 2, 4, 5]);
  });

  it("counts what runs already", async () => {
    const ctx = await prepare({ limits: { a: { total: 2 } } });
    await insertRun(ctx, "EXECUTING", { queueName: "a", concurrencyKey: "w" });
    await queue(ctx, "a/x", "a/y");
    expect(await admit(ctx)).toBe(1);
  });
});

describe("a rate limit", () => {
  /** A start counts for a minute, up to the end of its twentieth. */
  const countedUntil = (at: number) => Math.ceil((at + 60_000) / 3_000) * 3_000;

  it("holds for the queue until its starts count no more, and says when that is", async () => {
    const ctx = await prepare({ limits: { a: { rate: { limit: 2 } } } });
    await queue(ctx, "a/x", "a/y", "a/z", "b");
    const start = new Date();
    expect(await admit(at(ctx, start))).toBe(3);
    await startAll(at(ctx, start));
    const opensAt = new Date(countedUntil(start.getTime()));
    const closed = { outcome: "DONE", admitted: 0, areWorkersFull: false, lookAgainAt: opensAt };
    expect(await admitRuns(at(ctx, start), ctx.environment.id)).toEqual(closed);
    const justBefore = at(ctx, new Date(opensAt.getTime() - 1));
    expect(await admitRuns(justBefore, ctx.environment.id)).toEqual(closed);
    expect(await admit(at(ctx, opensAt))).toBe(1);
  });

  it("lets no more start in any minute, wherever that begins, though a start was long before the others", async () => {
    const ctx = await prepare({ limits: { a: { rate: { limit: 3 } } } });
    const start = countedUntil(Date.now());
    const when = (ms: number) => at(ctx, new Date(start + ms));
    const started = async (ms: number) => {
      const count = await admit(when(ms));
      await startAll(when(ms));
      return count;
    };
    await queue(ctx, "a");
    expect(await started(0)).toBe(1);
    await queue(ctx, "a", "a", "a", "a", "a");
    // The last moment in which the first one counts.
    expect(await started(59_999)).toBe(2);
    expect(await started(60_000)).toBe(1);
    expect(await started(61_000)).toBe(0);
    expect(await started(119_998)).toBe(0);
    expect(await started(123_000)).toBe(2);
  });

  it("keeps a start for what is admitted, and counts none when it is handed back", async () => {
    const ctx = await prepare({ limits: { a: { rate: { limit: 1 } } } });
    const ids = await queue(ctx, "a", "a");
    expect(await admit(ctx)).toBe(1);
    expect(await admit(ctx)).toBe(0);
    await handBackRuns(ctx, ids, "No place");
    expect(await admit(ctx)).toBe(1);
    await startAll(ctx);
    expect(await admit(ctx)).toBe(0);
  });

  it("counts nothing for a run that goes on after a wait", async () => {
    const ctx = await prepare({ limits: { a: { rate: { limit: 1 } } } });
    const id = await insertRun(ctx, "DEQUEUED", { queueName: "a", attemptNumber: 1 });
    const open = { id: newId(), runId: id, number: 1, status: "EXECUTING" } as const;
    const place = { workerId: newId(), deploymentId: newId(), startedAt: new Date() };
    await ctx.db.prisma.attempt.create({ data: { ...open, ...place } });
    await ctx.db.prisma.run.update({ where: { id }, data: { deploymentId: place.deploymentId } });
    await queue(ctx, "a");
    expect(await admit(ctx)).toBe(1);
    expect(await resumeRuns(ctx, [open])).toEqual([true]);
    const where = { environmentId: ctx.environment.id };
    expect(await ctx.db.prisma.rateWindow.count({ where })).toBe(0);
  });

  it("of a key leaves the other keys alone", async () => {
    const ctx = await prepare({ limits: { a: { rate: { limit: 1, scope: "KEY" } } } });
    const ids = await queue(ctx, "a/x", "a/x", "a/y", "a");
    expect(await admit(ctx)).toBe(3);
    await startAll(ctx);
    expect(await admit(ctx)).toBe(0);
    expect(await admit(later(ctx, 64_000))).toBe(1);
    expect((await readRun(ctx, ids[1] ?? "")).status).toBe("DEQUEUED");
  });

  it("forgets starts that count no more", async () => {
    const ctx = await prepare({ limits: { a: { rate: { limit: 1, scope: "KEY" } } } });
    await queue(ctx, "a/x", "a/y");
    await admit(ctx);
    await startAll(ctx);
    await queue(ctx, "a/z");
    expect(await admit(later(ctx, 64_000))).toBe(1);
    await startAll(later(ctx, 64_000));
    const rows = await ctx.db.prisma.rateWindow.findMany({
      where: { environmentId: ctx.environment.id },
    });
    expect(rows.map((row) => row.concurrencyKey)).toEqual(["z"]);
  });
});

describe("pausing", () => {
  it("a queue holds its runs back and no others", async () => {
    const ctx = await prepare({ limits: { a: { paused: true } } });
    const ids = await queue(ctx, "a", "b");
    expect(await admit(ctx)).toBe(1);
    expect(await admitted(ctx, ids)).toEqual([1]);
  });

  it("an environment holds all its runs back", async () => {
    const ctx = await prepare();
    await queue(ctx, "a");
    const where = { id: ctx.environment.id };
    await ctx.db.prisma.environment.update({ where, data: { pausedAt: new Date() } });
    expect(await admit(ctx)).toBe(0);
    await ctx.db.prisma.environment.update({ where, data: { pausedAt: null } });
    expect(await admit(ctx)).toBe(1);
  });
});
