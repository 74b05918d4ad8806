import { describe, expect, it } from "vitest";
import { deployProject } from "#test/support/deploy-project.ts";
import { useTasks } from "#test/support/tasks.ts";
import { until } from "#test/support/until.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const TASKS = `
  import { setTimeout as sleep } from "node:timers/promises";
  import { task, tasks, wait } from "@pawl/sdk";

  const once = { maxAttempts: 1 };
  export const fine = task({ id: "fine", run: async (n: number, { ctx }) => ({ n, version: ctx.run.version }) });
  export const exits = task({ id: "exits", retry: once, run: async () => process.exit(3) });
  export const slow = task({ id: "slow", maxDuration: 1, run: async () => sleep(60_000) });
  export const stopped = task({ id: "stopped", run: async (_: unknown, { signal }) => sleep(60_000, null, { signal }) });
  export const late = task({ id: "late", run: async () => "never" });
  export const odd = task({ id: "odd", retry: once, run: async () => { throw { code: 42 }; } });
  export const text = task({ id: "text", retry: once, run: async () => { throw "just words"; } });
  export const again = task({
    id: "again",
    retry: { maxAttempts: 2, minTimeoutInMs: 10, maxTimeoutInMs: 20 },
    run: async (_: unknown, { ctx }) => {
      if (ctx.attempt.number === 1) throw new Error("Not yet");
      return "at last";
    },
  });

  const describe = (error: unknown) => (error instanceof Error ? [error.name, error.message] : error);
  const ends = async (id: string, options = {}) => {
    const run = await tasks.triggerAndWait(id, {}, options);
    return run.ok ? run.output : describe(run.error);
  };
  export const parent = task({
    id: "parent",
    run: async () =>
      Object.fromEntries(await Promise.all([
        ...["exits", "slow", "stopped", "odd", "text", "again"].map(async (id) => [id, await ends(id)]),
        (async () => ["late", await ends("late", { ttl: "1s" })])(),
      ])),
  });

  export const locked = task({
    id: "locked",
    run: async (_: unknown, { ctx }) => {
      await wait.for({ days: 1 });
      const one = await fine.triggerAndWait(1).unwrap();
      const { runs } = await fine.batchTriggerAndWait([{ payload: 2 }]);
      const free = await fine.trigger(3);
      return { own: ctx.run.version, children: [one.version, runs[0].ok && runs[0].output.version], free: free.id };
    },
  });

  export const hooked = task({
    id: "hooked",
    init: async () => ({ from: "init" }),
    onWait: async ({ wait, init }) => console.log("onWait", init.from, JSON.stringify(wait)),
    onResume: async ({ wait, init }) => console.log("onResume", init.from, JSON.stringify(wait)),
    run: async () => {
      await fine.triggerAndWait(1);
      await fine.batchTriggerAndWait([{ payload: 1 }, { payload: 2 }]);
    },
  });

  export const keyed = task({
    id: "keyed",
    retry: { maxAttempts: 2, minTimeoutInMs: 10, maxTimeoutInMs: 20 },
    run: async (_: unknown, { ctx }) => {
      const options = { idempotencyKey: "the child" };
      const [live, same] = await Promise.all([
        fine.triggerAndWait(1, options),
        fine.triggerAndWait(2, options),
      ]);
      const finished = await fine.triggerAndWait(3, options);
      const failed = { idempotencyKey: "fails" };
      const first = await tasks.triggerAndWait("odd", {}, failed);
      const second = await tasks.triggerAndWait("odd", {}, failed);
      if (ctx.attempt.number === 1) throw new Error("Once more");
      return { same: new Set([live.id, same.id, finished.id]).size, outputs: new Set([live, same, finished].map((run) => run.ok && run.output.n)).size, afresh: first.id !== second.id };
    },
  });

  export const dies = task({
    id: "dies",
    retry: { maxAttempts: 2, minTimeoutInMs: 10, maxTimeoutInMs: 20 },
    run: async (_: unknown, { ctx }) => {
      const child = await fine.triggerAndWait(1);
      if (ctx.attempt.number === 1) process.exit(1);
      return child.id;
    },
  });

  export const swallows = task({
    id: "swallows",
    run: async () => {
      const isAgain = Boolean(globalThis.process.env.AGAIN);
      try {
        if (isAgain) await fine.triggerAndWait(1);
        else await wait.for({ days: 1 });
      } catch {
        console.log("swallowed");
      }
      await wait.for({ days: 2 }).catch(() => console.log("swallowed again"));
      return "went on";
    },
  });
`;

const tasks = useTasks(TASKS);

describe("a parent", () => {
  it("is told how each child has ended, whatever the end", async () => {
    const ctx = await tasks.ctx();
    await pauseQueue(ctx, { type: "task", value: "late" });
    const id = await tasks.start("parent");
    const child = await until("the child that is canceled to execute", async () =>
      (await tasks.childrenOf(id)).find(
        ({ taskSlug, status }) => taskSlug === "stopped" && status === "EXECUTING",
      ),
    );
    await cancelRun(ctx, friendlyId("run", child.id));
    const name = expect.any(String);
    expect((await tasks.finished(id)).output).toEqual({
      exits: ["TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE", expect.stringContaining("exit code 3")],
      slow: ["MAX_DURATION_EXCEEDED", expect.stringContaining("1 seconds")],
      stopped: ["TASK_RUN_CANCELLED", "The run was canceled."],
      late: [name, "The run did not start within its time to live (1s)."],
      odd: { code: 42 },
      text: "just words",
      again: "at last",
    });
  });

  it("has its children in its own version, after another one was deployed", async () => {
    const id = await tasks.start("locked");
    await tasks.waiting(id);
    const workspace = await tasks.workspace();
    const { version } = await deployProject(workspace, {
      "trigger/tasks.ts": `${TASKS}// changed`,
    });
    await tasks.passTime(id);
    const { output } = await tasks.finished(id);
    const { own, children, free } = asRecord(output);
    expect(own).not.toBe(version);
    expect(children).toEqual([own, own]);
    expect((await tasks.finished(String(free))).version).toBe(version);
  });

  it("calls its hooks around each kind of child, with what it waits for and what init gave", async () => {
    const id = await tasks.start("hooked");
    await tasks.finished(id);
    const [child] = await tasks.childrenOf(id);
    const logs = await tasks.logs(id);
    const one = { type: "task", runId: friendlyId("run", child?.id ?? "") };
    const batch = { type: "batch", batchId: expect.stringMatching(/^batch_/), runCount: 2 };
    const said = logs.map((line) => {
      const [, hook, json = ""] = /^(\w+ init) (.*)$/.exec(line) ?? [];
      return [hook, JSON.parse(json)];
    });
    expect(said).toEqual([
      ["onWait init", one],
      ["onResume init", one],
      ["onWait init", batch],
      ["onResume init", batch],
    ]);
  });

  it("joins the child that has its key, while it executes, when it has ended, and over attempts", async () => {
    const id = await tasks.start("keyed");
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", attemptCount: 2 });
    expect(run.output).toEqual({ same: 1, outputs: 1, afresh: true });
    const slugs = (await tasks.childrenOf(id)).map(({ taskSlug }) => taskSlug);
    expect(slugs.filter((slug) => slug === "fine")).toHaveLength(1);
  });

  it("keeps its children when its process dies while its code executes, which costs an attempt", async () => {
    const id = await tasks.start("dies");
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", attemptCount: 2 });
    const children = await tasks.childrenOf(id);
    expect(children.map((child) => friendlyId("run", child.id))).toEqual([run.output]);
  });

  it("fails for code that is another one, even where that code catches it", async () => {
    const id = await tasks.start("swallows");
    await tasks.waiting(id);
    await setVariable(await tasks.ctx(), { name: "AGAIN", value: "1" });
    await tasks.restartWorker();
    await tasks.passTime(id);
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "FAILED", attemptCount: 1 });
    expect(run.error?.message).toMatch(/it asks for “triggerAndWait fine”/);
    expect(await tasks.logs(id)).toEqual(["swallowed", "swallowed again"]);
  });
});

function asRecord(value: unknown): Record<string, unknown> {
  return { ...Object(value) };
}
