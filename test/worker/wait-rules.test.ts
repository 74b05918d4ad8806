import { describe, expect, it } from "vitest";
import { useTasks } from "#test/support/tasks.ts";
import { until } from "#test/support/until.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";

const tasks = useTasks(`
  import { task, tasks, wait } from "@pawl/sdk";

  export const timed = task({
    id: "timed",
    maxDuration: 5,
    run: async () => {
      const since = Date.now();
      await wait.for({ seconds: 5.5 });
      return Date.now() - since;
    },
  });
  export const keyed = task({
    id: "keyed",
    queue: { name: "narrow", concurrencyLimit: 1 },
    run: async (depth: number): Promise<number> => {
      if (depth === 0) return 0;
      const child = await tasks.triggerAndWait<typeof keyed>("keyed", depth - 1, {
        queue: "narrow",
        concurrencyKey: "one",
      });
      return child.ok ? child.output + 1 : -1;
    },
  });
  export const slow = task({
    id: "slow",
    run: async (_: undefined, { signal }) => new Promise((resolve, reject) => {
      setTimeout(resolve, 60_000);
      signal.addEventListener("abort", () => reject(signal.reason));
    }),
  });
  export const nested = task({
    id: "nested",
    run: async (depth: number) =>
      depth === 0 ? slow.triggerAndWait(undefined) : tasks.triggerAndWait("nested", depth - 1),
  });
  export const stubborn = task({
    id: "stubborn",
    run: async () => {
      await slow.triggerAndWait(undefined).catch(() => {});
      // It was canceled, and goes on all the same.
      try {
        await slow.triggerAndWait(undefined);
      } catch (error) {
        console.log("refused: " + (error as Error).message);
      }
    },
  });
`);

describe("a run that waits", () => {
  it("takes no slot of its environment, its queue or its key, down to the last one", async () => {
    const { environment } = await tasks.ctx();
    const limit = (concurrencyLimit: number) =>
      tasks.prisma.environment.update({
        where: { id: environment.id },
        data: { concurrencyLimit },
      });
    await limit(1);
    try {
      expect((await tasks.finished(await tasks.start("keyed", 3))).output).toBe(3);
    } finally {
      await limit(100);
    }
  });

  it("does not spend the time that one attempt may take", async () => {
    const run = await tasks.finished(await tasks.start("timed"));
    expect(run.status).toBe("COMPLETED");
    expect(run.output).toBeGreaterThan(5_400);
    expect(run.durationMs).toBeLessThan(5_000);
  });

  it("frees everything when it is canceled, with all that it waits for", async () => {
    const id = await tasks.start("nested", 2);
    await until("the lowest one", async () => {
      const where = { taskSlug: "slow", status: "EXECUTING" as const };
      return (await tasks.prisma.run.count({ where })) === 1;
    });
    expect((await whyWaiting(await tasks.ctx(), id)).summary).toBe(
      "Waits inside its code for its child “nested”. It holds no slot meanwhile.",
    );
    await cancelRun(await tasks.ctx(), id);
    const where = { taskSlug: { in: ["nested", "slow"] } };
    const runs = await tasks.prisma.run.findMany({ where });
    expect(runs.map(({ status }) => status)).toEqual(runs.map(() => "CANCELED"));
    expect(runs).toHaveLength(4);
    await until("its attempts to end", async () => {
      const open = { status: "EXECUTING" as const, run: where };
      return (await tasks.prisma.attempt.count({ where: open })) === 0;
    });
    expect(await tasks.prisma.run.count({ where: { holdsSlot: true } })).toBe(0);
    expect(await tasks.prisma.runWake.count()).toBe(0);
  });

  it("cannot wait for anything more once it is over", async () => {
    const id = await tasks.start("stubborn");
    await tasks.waiting(id);
    await cancelRun(await tasks.ctx(), id);
    const line = await until("its code to be refused", async () =>
      (await tasks.logs(id)).find((message) => message.startsWith("refused: ")),
    );
    expect(line).toMatch(/is CANCELED and can wait for nothing any more|The run was canceled/);
    expect(await tasks.childrenOf(id)).toHaveLength(1);
  });
});
