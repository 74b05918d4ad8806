import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useTasks } from "#test/support/tasks.ts";
import { until } from "#test/support/until.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { getRun } from "#worker/services/runs/get.ts";

const TASKS = `
  import { existsSync, writeFileSync } from "node:fs";
  import { batch, task, tasks, wait } from "@pawl/sdk";

  export const sleeper = task({
    id: "sleeper",
    maxDuration: 60,
    onStart: async () => console.log("onStart"),
    onStartAttempt: async () => console.log("onStartAttempt"),
    onWait: async ({ wait }) => console.log("onWait", wait.type),
    onResume: async ({ wait }) => console.log("onResume", wait.type),
    run: async (_: unknown, { ctx }) => {
      console.log("before");
      await wait.for({ days: 1 });
      console.log("between");
      await wait.until({ date: new Date(Date.now() + 86_400_000) });
      return { pid: process.pid, attempt: ctx.attempt.number };
    },
  });
  export const child = task({
    id: "child",
    retry: { maxAttempts: 1 },
    run: async ({ n, ms = 0 }: { n: number; ms?: number }, { ctx }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (n < 0) throw new RangeError("Negative: " + n);
      return { double: n * 2, at: new Date(0), version: ctx.run.version };
    },
  });
  export const one = task({
    id: "one",
    queue: { concurrencyLimit: 1 },
    run: async (depth: number): Promise<number> =>
      depth === 0 ? 0 : 1 + (await tasks.triggerAndWait<typeof one>("one", depth - 1).unwrap()),
  });
  export const parent = task({
    id: "parent",
    run: async () => {
      const good = await child.triggerAndWait({ n: 4 });
      const bad = await child.triggerAndWait({ n: -1 });
      const all = await child.batchTriggerAndWait([1, -2, 3].map((n) => ({ payload: { n } })));
      const mixed = await batch.triggerByTaskAndWait([
        { task: child, payload: { n: 5 } },
        { task: one, payload: 0 },
      ]);
      const together = await Promise.all([
        child.triggerAndWait({ n: 10, ms: 400 }).unwrap(),
        child.triggerAndWait({ n: 20 }).unwrap(),
        child.batchTriggerAndWait([{ payload: { n: 30 } }]),
      ]);
      const caught = await child.triggerAndWait({ n: -3 }).unwrap().catch((error: Error) => error);
      return {
        good: good.ok && good.output.double,
        isDate: good.ok && good.output.at instanceof Date,
        bad: !bad.ok && bad.error instanceof Error && [bad.error.name, bad.error.message],
        all: all.runs.map((run) => (run.ok ? run.output.double : String(run.error))),
        mixed: mixed.runs.map((run) => run.ok && run.output),
        together: [together[0].double, together[1].double, together[2].runs.length],
        caught: caught instanceof Error && [caught.name, caught.message],
      };
    },
  });
  export const family = task({
    id: "family",
    run: async (count: number) => {
      const items = Array.from({ length: count }, (_, n) => ({ payload: { n, ms: 1_500 } }));
      const { runs } = await child.batchTriggerAndWait(items);
      return runs.reduce((sum, run) => sum + (run.ok ? run.output.double : NaN), 0);
    },
  });
  export const race = task({
    id: "race",
    run: async () => Promise.race([wait.for({ days: 1 }), Promise.resolve("quick")]),
  });
  export const stops = task({
    id: "stops",
    onCancel: async () => console.log("onCancel"),
    run: async () => {
      try {
        await child.triggerAndWait({ n: 1, ms: 60_000 });
      } finally {
        console.log("finally");
      }
    },
  });
  export const unsteady = task({
    id: "unsteady",
    run: async () => {
      if (existsSync(process.env.MARK!)) return child.triggerAndWait({ n: 1 });
      writeFileSync(process.env.MARK!, "");
      return wait.for({ days: 1 });
    },
  });
  export const failsBetween = task({
    id: "fails-between",
    retry: { maxAttempts: 2, minTimeoutInMs: 10, maxTimeoutInMs: 20 },
    run: async (_: unknown, { ctx }) => {
      const { id } = await child.triggerAndWait({ n: 1 });
      if (ctx.attempt.number === 1) throw new Error("Not yet");
      return id;
    },
  });
`;

const tasks = useTasks(TASKS, {
  variables: async () => ({ MARK: join(await mkdtemp(join(tmpdir(), "pawl-waits-")), "mark") }),
});

describe("a run that waits", () => {
  it("lets go of its slot, takes it again, and does not spend its time", async () => {
    const id = await tasks.start("sleeper");
    await tasks.waiting(id);
    expect(await tasks.prisma.run.count({ where: { holdsSlot: true } })).toBe(0);
    await tasks.passTime(id);
    await until("the second wait", async () => (await tasks.logs(id)).includes("between"));
    await tasks.waiting(id);
    await tasks.passTime(id);
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", output: { attempt: 1 }, attemptCount: 1 });
    expect(run.durationMs).toBeLessThan(60_000);
    expect(await tasks.logs(id)).toEqual([
      "onStart",
      "onStartAttempt",
      "before",
      "onWait duration",
      "onResume duration",
      "between",
      "onWait duration",
      "onResume duration",
    ]);
    const back = ["WAITING", "QUEUED", "DEQUEUED", "EXECUTING"];
    expect(await tasks.statuses(id)).toEqual([
      "QUEUED",
      "DEQUEUED",
      "EXECUTING",
      ...back,
      ...back,
      "COMPLETED",
    ]);
  });

  it("waits for children of every kind, with their results in order", async () => {
    const id = await tasks.start("parent");
    expect((await tasks.finished(id)).output).toEqual({
      good: 8,
      isDate: true,
      bad: ["RangeError", "Negative: -1"],
      all: [2, "RangeError: Negative: -2", 6],
      mixed: [expect.objectContaining({ double: 10 }), 0],
      together: [20, 40, 1],
      caught: [
        "SubtaskUnwrapError",
        expect.stringMatching(/^Run run_\w+ of task child failed: Negative: -3$/),
      ],
    });
    const children = await tasks.childrenOf(id);
    expect(children).toHaveLength(11);
    expect(new Set(children.map((run) => run.deploymentId)).size).toBe(1);
  });

  it("does not lock itself out of a queue of one", async () => {
    expect((await tasks.finished(await tasks.start("one", 4))).output).toBe(4);
  });

  it("goes on without what it waits for when its code does", async () => {
    const run = await tasks.finished(await tasks.start("race"));
    expect(run).toMatchObject({ status: "COMPLETED", output: "quick" });
  });

  it("is canceled with its children, and its code is told", async () => {
    const id = await tasks.start("stops");
    await tasks.waiting(id);
    await cancelRun(await tasks.ctx(), id);
    expect((await tasks.finished(id)).status).toBe("CANCELED");
    await until("its code to end", async () => (await tasks.logs(id)).includes("finally"));
    expect(await tasks.logs(id)).toContain("onCancel");
    const [child] = await tasks.childrenOf(id);
    expect(child?.status).toBe("CANCELED");
    await until("the attempt to be closed", async () => {
      const where = { runId: tasks.idOf(id), status: "EXECUTING" as const };
      return (await tasks.prisma.attempt.count({ where })) === 0;
    });
  });

  it("begins with a fresh journal after an error of its own", async () => {
    const id = await tasks.start("fails-between");
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", attemptCount: 2 });
    expect(await tasks.childrenOf(id)).toHaveLength(2);
  });
});

describe("a run whose process is lost while it waits", () => {
  it("goes on from the top along its journal, as the same attempt", async () => {
    const id = await tasks.start("sleeper");
    await tasks.waiting(id);
    await tasks.passTime(id);
    await until("the second wait", async () => (await tasks.logs(id)).includes("between"));
    await tasks.waiting(id);
    const attempt = (await getRun(await tasks.ctx(), id)).attemptCount;
    await tasks.restartWorker();
    expect((await getRun(await tasks.ctx(), id)).status).toBe("WAITING");
    await tasks.passTime(id);
    const run = await tasks.finished(id);
    expect(run).toMatchObject({
      status: "COMPLETED",
      attemptCount: attempt,
      output: { attempt: 1 },
    });
    // The hooks of its start are not called again, nor those of the wait that is over.
    expect((await tasks.logs(id)).slice(7)).toEqual(["before", "between"]);
  });

  it("joins its children, and triggers none twice", async () => {
    const id = await tasks.start("family", 6);
    await tasks.waiting(id);
    await tasks.restartWorker();
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", output: 30, attemptCount: 1 });
    expect(await tasks.childrenOf(id)).toHaveLength(6);
  });

  it("fails when its code is another one, and says where", async () => {
    const id = await tasks.start("unsteady");
    await tasks.waiting(id);
    await tasks.restartWorker();
    await tasks.passTime(id);
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "FAILED", attemptCount: 1 });
    expect(run.error?.message).toMatch(
      /wait 1 of run it asks for “triggerAndWait child”, and .* “wait\.for”/,
    );
  });
});
