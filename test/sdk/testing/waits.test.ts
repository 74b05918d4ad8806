import { describe, expect, test } from "vitest";
import { task, tasks, wait } from "#sdk/index.ts";
import { runTask } from "#sdk/testing/index.ts";

const double = task({
  id: "double",
  retry: { maxAttempts: 2, randomize: false },
  run: async (n: number) => {
    if (n < 0) throw new RangeError("Negative");
    await wait.for({ hours: 1 });
    return { double: n * 2, at: new Date(0) };
  },
});

describe("what a task waits for in a test", () => {
  test("is time that passes at once, with the hooks around it", async () => {
    const sleeper = task({
      id: "sleeper",
      onWait: async () => {},
      onResume: async () => {},
      run: async () => {
        const before = Date.now();
        await wait.for({ days: 3 });
        await wait.until({ date: new Date(before + 5 * 86_400_000) });
        return Math.round((Date.now() - before) / 86_400_000);
      },
    });
    const run = await runTask(sleeper);
    expect(run).toMatchObject({ ok: true, output: 5 });
    // Hooks for all tasks, which another test may have registered, are none of these.
    const around = run.hooks.filter((hook) => hook === "onWait" || hook === "onResume");
    expect(around).toEqual(["onWait", "onResume", "onWait", "onResume"]);
    expect(run.elapsedMs).toBeGreaterThanOrEqual(5 * 86_400_000);
  });

  test("is children, run by their own code in the time of their parent", async () => {
    const parent = task({
      id: "parent-of-two",
      run: async () => {
        const good = await double.triggerAndWait(4).unwrap();
        const bad = await tasks.triggerAndWait<typeof double>("double", -1);
        const { runs } = await double.batchTriggerAndWait([{ payload: 1 }, { payload: 2 }]);
        return {
          good: [good.double, good.at instanceof Date],
          bad: !bad.ok && bad.error instanceof Error && [bad.error.name, bad.error.message],
          all: runs.map((one) => one.ok && one.output.double),
        };
      },
    });
    const run = await runTask(parent);
    expect(run).toMatchObject({
      ok: true,
      output: { good: [8, true], bad: ["RangeError", "Negative"], all: [2, 4] },
    });
    expect(run.triggered).toHaveLength(4);
    expect(run.elapsedMs).toBeGreaterThanOrEqual(3 * 3_600_000);
  });

  test("ends as the test says", async () => {
    const parent = task({
      id: "parent-of-strangers",
      run: async (tokenId: string) => {
        const child = await tasks.triggerAndWait("elsewhere", { a: 1 });
        const token = await wait.forToken<{ approved: boolean }>(tokenId);
        return [child.ok && child.output, token.ok && token.output.approved];
      },
    });
    const run = await runTask(parent, "waitpoint_1", {
      onWait: (awaited) =>
        awaited.type === "task"
          ? { ok: true, output: awaited.payload }
          : { ok: true, output: { approved: true } },
    });
    expect(run).toMatchObject({ ok: true, output: [{ a: 1 }, true] });
    const alone = await runTask(parent, "waitpoint_1", { maxAttempts: 1 });
    expect(!alone.ok && alone.error.message).toMatch(/"elsewhere" is not in this process/);
  });

  test("is tokens, for what the task has made of them", async () => {
    const asks = task({
      id: "asks",
      run: async () => {
        const done = await wait.createToken({ idempotencyKey: "k" });
        const same = await wait.createToken({ idempotencyKey: "k" });
        await wait.completeToken(same, { n: 1 });
        await wait.completeToken(same, { n: 2 });
        const late = await wait.createToken({ timeout: "2d" });
        const first = await wait.forToken<{ n: number }>(done).unwrap();
        const second = await wait.forToken(late);
        const { status } = await wait.retrieveToken(late);
        return [same.isCached, first.n, !second.ok && second.error.name, status];
      },
    });
    const run = await runTask(asks);
    expect(run).toMatchObject({
      ok: true,
      output: [true, 1, "WaitpointTimeoutError", "TIMED_OUT"],
    });
    expect(run.elapsedMs).toBeGreaterThanOrEqual(2 * 86_400_000);
  });
});
