import { describe, expect, it } from "vitest";
import { useTasks } from "#test/support/tasks.ts";
import { until } from "#test/support/until.ts";

/** No room for a waiting process at all. */
const tasks = useTasks(
  `
  import { task, wait } from "@pawl/sdk";

  export const durable = task({
    id: "durable",
    durable: true,
    run: async (_: unknown, { ctx }) => {
      await wait.for({ days: 1 });
      const token = await wait.createToken();
      await wait.forToken(token);
      await wait.for({ days: 1 });
      return { attempt: ctx.attempt.number };
    },
  });
  export const kept = task({
    id: "kept",
    run: async () => {
      const before = process.pid;
      console.log("pid " + before);
      await wait.for({ days: 1 });
      return before === process.pid;
    },
  });
`,
  { parkedMemoryGb: 0 },
);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Attempts that some worker has, of runs of this task. */
function openAttempts(taskSlug: string) {
  return tasks.prisma.attempt.count({ where: { status: "EXECUTING", run: { taskSlug } } });
}

describe("waiting runs without room for their processes", () => {
  it("hold none where their task is durable, and go on along their journals", async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => tasks.start("durable")));
    for (const id of ids) await tasks.waiting(id);
    await until(
      "their processes to be given up",
      async () => (await openAttempts("durable")) === 0,
    );
    for (const id of ids) expect((await tasks.waiting(id)).attemptCount).toBe(0);
    for (const id of ids) await tasks.passTime(id);
    await until("their tokens", async () => (await tasks.prisma.waitpoint.count()) === 8);
    await until("the second wait", async () => {
      const where = { kind: "TOKEN" as const, resolvedAt: null };
      return (await tasks.prisma.runWait.count({ where })) === 8;
    });
    for (const id of ids) await tasks.waiting(id);
    await until("them to be given up again", async () => (await openAttempts("durable")) === 0);
    await tasks.completeTokens();
    for (const id of ids) await tasks.passTime(id);
    for (const id of ids) {
      expect(await tasks.finished(id)).toMatchObject({
        status: "COMPLETED",
        attemptCount: 1,
        output: { attempt: 1 },
      });
    }
    // Code that ran again made no second token.
    expect(await tasks.prisma.waitpoint.count()).toBe(8);
  });

  it("keep theirs where their task is not", async () => {
    const id = await tasks.start("kept");
    await tasks.waiting(id);
    const line = await until("its pid", async () =>
      (await tasks.logs(id)).find((message) => message.startsWith("pid ")),
    );
    const pid = Number(line.slice(4));
    // What happens to durable ones does not happen to it.
    const other = await tasks.start("durable");
    await tasks.waiting(other);
    await until("the other one to be given up", async () => (await openAttempts("durable")) === 0);
    expect(isAlive(pid)).toBe(true);
    await tasks.passTime(id);
    expect((await tasks.finished(id)).output).toBe(true);
  });
});
