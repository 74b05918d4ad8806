import { describe, expect, it } from "vitest";
import { useTasks } from "#test/support/tasks.ts";
import { until } from "#test/support/until.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { completeWaitpoint } from "#worker/services/waitpoints/complete.ts";

const tasks = useTasks(`
  import { task, tasks, wait } from "@pawl/sdk";

  export const child = task({ id: "child", run: async (n: number) => n * 2 });
  export const approval = task({
    id: "approval",
    retry: { maxAttempts: 1 },
    onWait: async ({ wait }) => console.log("onWait", wait.type),
    onResume: async ({ wait }) => console.log("onResume", wait.type),
    run: async ({ timeout }: { timeout?: string }) => {
      const token = await wait.createToken({ timeout, tags: ["approval"] });
      console.log(token.id);
      const result = await wait.forToken<{ approved: boolean }>(token);
      const unwrapped = await wait.forToken(token).unwrap().catch((error: Error) => error.name);
      const same = await wait.retrieveToken<{ approved: boolean }>(token);
      return {
        id: token.id,
        result: result.ok ? result.output : [result.error.name, result.error.message],
        unwrapped,
        status: same.status,
        output: same.output ?? same.error?.message,
      };
    },
  });
  export const early = task({
    id: "early",
    run: async () => {
      const token = await wait.createToken();
      await wait.completeToken(token, { at: new Date(0) });
      const together = await Promise.all([
        wait.forToken<{ at: string }>(token).unwrap(),
        child.triggerAndWait(2).unwrap(),
        wait.for({ seconds: 6 }),
      ]);
      return [together[0].at, together[1], together[2] === undefined];
    },
  });
  export const follower = task({
    id: "follower",
    run: async () => {
      const good = await child.triggerAndSubscribe(21);
      const bad = await tasks.triggerAndSubscribe<typeof fails>("fails", undefined);
      return [good.ok && good.output, !bad.ok && String(bad.error)];
    },
  });
  export const fails = task({
    id: "fails",
    retry: { maxAttempts: 1 },
    run: async (_: undefined): Promise<number> => { throw new RangeError("No"); },
  });
  export const unknownToken = task({
    id: "unknown-token",
    run: async () => wait.forToken("waitpoint_00000000000000000000000000"),
  });
`);

/** The id that the run has logged. */
function tokenOf(runId: string): Promise<string> {
  return until("its token", async () =>
    (await tasks.logs(runId)).find((line) => /^waitpoint_/.test(line)),
  );
}

describe("a run that waits for a token", () => {
  it("goes on with what the token was completed with, after a restart as well", async () => {
    const id = await tasks.start("approval", {});
    await tasks.waiting(id);
    const tokenId = await tokenOf(id);
    await tasks.restartWorker();
    await completeWaitpoint(await tasks.ctx(), { tokenId, data: { approved: true } });
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", attemptCount: 1 });
    expect(run.output).toEqual({
      id: tokenId,
      result: { approved: true },
      unwrapped: { approved: true },
      status: "COMPLETED",
      output: { approved: true },
    });
    expect(await tasks.prisma.waitpoint.count()).toBe(1);
  });

  it("is told when the timeout came first", async () => {
    const id = await tasks.start("approval", { timeout: "1h" });
    await tasks.waiting(id);
    const tokenId = await tokenOf(id);
    const at = new Date(Date.now() - 1);
    const where = { id: parseFriendlyId("waitpoint", tokenId) ?? "" };
    await tasks.prisma.waitpoint.update({ where, data: { timeoutAt: at } });
    const message = `Waitpoint timed out at ${at.toISOString()}`;
    expect((await tasks.finished(id)).output).toMatchObject({
      result: ["WaitpointTimeoutError", message],
      unwrapped: "WaitpointTimeoutError",
      status: "TIMED_OUT",
      output: message,
    });
    expect(await tasks.logs(id)).toEqual([
      tokenId,
      ...["onWait token", "onResume token", "onWait token", "onResume token"],
    ]);
  });

  it("may wait for one that is complete, for a child and for time together", async () => {
    const id = await tasks.start("early");
    await tasks.passTime(id);
    expect((await tasks.finished(id)).output).toEqual(["1970-01-01T00:00:00.000Z", 4, true]);
  });

  it("fails at once where there is no such token", async () => {
    expect(await tasks.finished(await tasks.start("unknown-token"))).toMatchObject({
      status: "FAILED",
      attemptCount: 1,
      error: {
        message: "Token waitpoint_00000000000000000000000000 not found in this environment.",
      },
    });
  });
});

describe("a run that follows its children", () => {
  it("executes meanwhile, and has their results", async () => {
    const id = await tasks.start("follower");
    expect((await tasks.finished(id)).output).toEqual([42, "RangeError: No"]);
    expect(await tasks.statuses(id)).not.toContain("WAITING");
  });
});
