import { beforeAll, describe, expect, test } from "vitest";
import { deployedEntry, MINIMAL_CONFIG } from "../support/project.ts";
import { logsOf, RunnerProcess } from "../support/runner-process.ts";

describe("where hooks come from", () => {
  const sources = {
    "trigger.config.ts": `
      import { defineConfig, tasks } from "@pawl/sdk";
      export const handleError = async () => { console.log("config.handleError"); };
      export default defineConfig({
        project: "proj_test",
        onStart: async () => { console.log("config.onStart"); },
        init: async () => ({ fromConfig: 1 }),
      });`,
    "trigger/init.ts": `
      import { tasks } from "@pawl/sdk";
      const say = (text: string) => async () => { console.log(text); };
      tasks.onStart("first", say("replaced"));
      tasks.onStart(say("second"));
      tasks.onStart("first", say("first"));`,
    "trigger/plain.ts": `
      import { tasks, task, locals } from "@pawl/sdk";
      const count = locals.create<number>("count");
      tasks.middleware("count", async ({ next }) => {
        console.log("before: " + locals.get(count));
        locals.set(count, 41);
        await next();
        console.log("after: " + locals.getOrThrow(count));
      });
      export const plain = task({ id: "plain", run: async (payload: { fail?: boolean }, { init }) => {
        tasks.onSuccess(async () => { console.log("only this run"); });
        locals.set(count, locals.getOrThrow(count) + 1);
        if (payload?.fail) throw new Error("x");
        return init;
      } });`,
  };

  let process: RunnerProcess;
  beforeAll(async () => {
    process = new RunnerProcess(await deployedEntry(sources));
  });
  const messagesOf = async (payloadValue: unknown) =>
    logsOf((await process.run("plain", { payloadValue })).events).map(({ message }) => message);

  test("the config's come first; a name keeps its place; one registered in run ends with the run", async () => {
    const expected = [
      "before: undefined",
      "config.onStart",
      "first",
      "second",
      "only this run",
      "after: 42",
    ];
    expect(await messagesOf({})).toEqual(expected);
    expect(await messagesOf({})).toEqual(expected);
  });

  test("the config's init reaches run, its handleError is a catchError", async () => {
    const { result } = await process.run("plain", {});
    expect(result).toMatchObject({ ok: true, output: '{"json":{"fromConfig":1}}' });
    expect(await messagesOf({ fail: true })).toContain("config.handleError");
  });
});

describe("cancelling", () => {
  const sources = {
    "trigger.config.ts": MINIMAL_CONFIG,
    "trigger/graceful.ts": `
      import { task, tasks } from "@pawl/sdk";
      const say = (text: string) => async () => { console.log(text); };
      tasks.onCancel("g", async () => { console.log("g.onCancel"); throw new Error("ignored"); });
      export const graceful = task({
        id: "graceful",
        onSuccess: say("onSuccess"), onFailure: say("onFailure"), onComplete: say("onComplete"),
        catchError: say("catchError"), cleanup: say("cleanup"),
        onCancel: async ({ runPromise }) => {
          console.log("t.onCancel");
          console.log("run gave " + await runPromise.catch((error: Error) => error.message));
        },
        run: async (payload: { fail?: boolean }, { signal }) => {
          console.log("waiting");
          await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
          if (payload?.fail) throw new Error("nothing");
          return "half";
        },
      });`,
  };

  let process: RunnerProcess;
  beforeAll(async () => {
    process = new RunnerProcess(await deployedEntry(sources));
  });

  async function cancelled(reason: "CANCELED" | "MAX_DURATION", payloadValue: object) {
    const attemptId = process.start("graceful", { payloadValue });
    await process.until(
      (m) =>
        m.type === "events" &&
        m.attemptId === attemptId &&
        m.events.some((event) => event.kind === "log" && event.message === "waiting"),
    );
    process.send({ type: "cancel", attemptId, reason });
    const { result, events } = await process.report(attemptId);
    const order = logsOf(events).filter(({ level }) => level === "LOG");
    return { result, order: order.map(({ message }) => message).slice(1) };
  }

  test("calls onCancel, globals first, with the promise of run, and then cleanup; nothing else", async () => {
    const { result, order } = await cancelled("CANCELED", {});
    expect(order.filter((message) => message !== "cleanup")).toEqual([
      "g.onCancel",
      "t.onCancel",
      "run gave half",
    ]);
    expect(order).toContain("cleanup");
    expect(result).toMatchObject({
      error: { code: "TASK_RUN_CANCELLED" },
      lateOutput: { output: "half", outputType: "text/plain" },
    });
    expect((await cancelled("CANCELED", { fail: true })).order).toContain("run gave nothing");
  });

  test("for exceeding maxDuration calls no hooks", async () => {
    const { result, order } = await cancelled("MAX_DURATION", {});
    expect(order).toEqual([]);
    expect(result).toMatchObject({ error: { code: "MAX_DURATION_EXCEEDED" } });
  });
});
