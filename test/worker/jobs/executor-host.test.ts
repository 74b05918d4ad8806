import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { jobOf, type StartedExecutor, useExecutors } from "#test/support/executors.ts";
import { readRun } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";

const database = useDatabase();
const { start } = useExecutors(database);

describe("what starts where it is admitted", () => {
  /** The task is known from then on. */
  async function warm(options: { source?: string; slots?: number } = {}): Promise<StartedExecutor> {
    const started = await start(options);
    const { id } = await started.admit("echo");
    await started.executor.execute(jobOf(started.ctx, id));
    return started;
  }
  const over = ({ executor }: StartedExecutor) =>
    until("the end", () => executor.heldRunIds().length === 0);

  it("executes, and gives its place back", async () => {
    const started = await warm({ slots: 1 });
    for (let i = 0; i < 3; i++) {
      const { id } = await started.admitHere("echo");
      await over(started);
      expect((await readRun(started.ctx, id)).status).toBe("COMPLETED");
      expect(started.executor.host.look()).toMatchObject({ held: 0 });
    }
  });

  it("does not begin when it was canceled, or its worker given up, before the start is known", async () => {
    const started = await warm();
    const { ctx, executor } = started;
    for (const before of [(id: string) => executor.cancel([id]), executor.loseAll]) {
      const { id } = await started.admitHere("echo", before);
      await over(started);
      // Nobody has canceled it in the tables, in this test, or gone on with it.
      expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
      await ctx.db.prisma.run.delete({ where: { id } });
    }
  });

  it("is handed back when the worker stops meanwhile, which waits for it", async () => {
    const { ctx, executor, admitHere } = await warm();
    let stopped: Promise<void> | undefined;
    const { id } = await admitHere("echo", () => {
      stopped = executor.stop(0);
    });
    await stopped;
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    expect(executor.host.look()).toBeUndefined();
  });

  it("is nothing where there is only room for smaller ones, so that those come with a job", async () => {
    const { executor } = await start({ memoryMb: 800 });
    expect(executor.host.look()).toEqual({ free: 1, held: 0 });
    const kept = executor.host.keep(2);
    expect(kept.count).toBe(1);
    expect(executor.host.look()).toBeUndefined();
    kept.use([]);
    const small = await start({ memoryMb: 100 });
    expect(small.executor.host.look()).toEqual({ free: 0, held: 0 });
  });

  it("is nothing while others drain it", async () => {
    const { executor } = await start();
    executor.drain(true);
    expect(executor.host.look()).toBeUndefined();
    const kept = executor.host.keep(1);
    expect(kept.count).toBe(0);
    kept.use([]);
    executor.drain(false);
    expect(executor.host.look()).toEqual({ free: 4, held: 0 });
  });
});
