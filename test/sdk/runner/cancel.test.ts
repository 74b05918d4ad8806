import { beforeAll, describe, expect, test } from "vitest";
import { deployedEntry } from "../support/project.ts";
import { logsOf, RunnerProcess } from "../support/runner-process.ts";

const SOURCES = {
  "trigger/listens.ts": `
    import { setTimeout as sleep } from "node:timers/promises";
    import { task } from "@pawl/sdk";
    export const listens = task({ id: "listens", run: async (_: unknown, { signal }) => {
      console.log("waiting");
      try { await sleep(60_000, undefined, { signal }); }
      finally { console.log(signal.reason.name + ": " + signal.reason.message); }
    } });`,
  "trigger/finishes.ts": `
    import { task } from "@pawl/sdk";
    export const finishes = task({ id: "finishes", run: async (_: unknown, { signal }) => {
      console.log("waiting");
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      return { half: "done" };
    } });`,
};

let entry: string;
beforeAll(async () => {
  entry = await deployedEntry(SOURCES);
});

async function cancelled(
  taskId: string,
  reason: "CANCELED" | "MAX_DURATION",
  maxDuration?: number,
) {
  const runner = new RunnerProcess(entry);
  const attemptId = runner.start(taskId, maxDuration ? { run: { maxDuration } } : {});
  const isWaiting = (event: { kind: string; message?: string }) => event.message === "waiting";
  await runner.until((m) => m.type === "events" && m.events.some(isWaiting));
  runner.send({ type: "cancel", attemptId: "attempt_of_somebody_else", reason });
  runner.send({ type: "cancel", attemptId, reason });
  runner.send({ type: "cancel", attemptId, reason: "CANCELED" });
  return { runner, ...(await runner.report(attemptId)) };
}

describe("cancelling", () => {
  test("aborts the signal; the result says cancelled, without a retry", async () => {
    const { result, events } = await cancelled("listens", "CANCELED");
    expect(result).toEqual({
      ok: false,
      error: {
        type: "INTERNAL_ERROR",
        code: "TASK_RUN_CANCELLED",
        message: "The run was canceled.",
      },
    });
    expect(logsOf(events).at(-1)?.message).toBe("AbortError: The run was canceled.");
  });

  test("what run still returns is kept beside", async () => {
    const { result } = await cancelled("finishes", "CANCELED");
    expect(result).toMatchObject({
      ok: false,
      error: { code: "TASK_RUN_CANCELLED" },
      lateOutput: { output: '{"json":{"half":"done"}}', outputType: "application/super+json" },
    });
  });

  test("for exceeding maxDuration names the limit, and a later cancel does not change it", async () => {
    const { result, events } = await cancelled("listens", "MAX_DURATION", 5);
    expect(result).toMatchObject({
      error: {
        code: "MAX_DURATION_EXCEEDED",
        message: "The attempt exceeded its maxDuration of 5 s.",
      },
    });
    expect(logsOf(events).at(-1)?.message).toBe("TimeoutError: The run exceeded its maxDuration.");
  });

  test("leaves a process that takes the next attempt", async () => {
    const { runner } = await cancelled("listens", "CANCELED");
    const next = runner.start("finishes");
    await runner.until((m) => m.type === "events" && m.attemptId === next);
    runner.send({ type: "cancel", attemptId: next, reason: "CANCELED" });
    expect((await runner.report(next)).result).toMatchObject({ lateOutput: {} });
  });

  test("before run has begun means run never begins", async () => {
    const runner = new RunnerProcess(entry);
    const attemptId = runner.start("finishes");
    runner.send({ type: "cancel", attemptId, reason: "CANCELED" });
    const { result, events } = await runner.report(attemptId);
    expect(result).toMatchObject({ error: { code: "TASK_RUN_CANCELLED" } });
    expect(result).not.toHaveProperty("lateOutput");
    expect(logsOf(events)).toEqual([]);
  });
});
