import { beforeAll, describe, expect, test } from "vitest";
import { fromPacket } from "#sdk/packet.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";
import { deployedEntry } from "../support/project.ts";
import type { AttemptOverrides } from "../support/runner-process.ts";
import { logsOf, RunnerProcess, spansOf } from "../support/runner-process.ts";

const SOURCES = {
  "trigger/init.ts": `
    import { tasks } from "@pawl/sdk";
    for (const kind of ["middleware", "init", "onSuccess", "onFailure", "catchError", "cleanup"]) {
      Reflect.get(tasks, kind)(kind, async ({ output, next }) => {
        console.log(kind + (output === undefined ? "" : " " + output));
        await next?.();
      });
    }`,
  "trigger/checked.ts": `
    import { schemaTask } from "@pawl/sdk";
    const schema = { "~standard": { version: 1, vendor: "x", validate: (value: { n?: unknown }) =>
      typeof value?.n === "number" ? { value: { n: value.n + 1 } } : { issues: [{ message: "no number", path: ["n"] }] } } } as const;
    export const checked = schemaTask({ id: "checked", schema, run: async (payload: { n: number }) => payload.n });`,
  "trigger/caller.ts": `
    import { task } from "@pawl/sdk";
    import { checked } from "./checked.ts";
    export const caller = task({ id: "caller", run: async (payload: { n: unknown }) => {
      const call = checked.trigger(payload as never).then(({ id }) => id, String);
      const batch = checked.batchTrigger([{ payload: payload as never }]).then(() => "ok", String);
      return [await call, await batch];
    } });`,
  "trigger/completes.ts": `
    import { CompleteTaskWithOutput, task } from "@pawl/sdk";
    const deep = () => { throw new CompleteTaskWithOutput("early"); };
    export const completes = task({ id: "completes", run: async () => { deep(); return "late"; } });`,
  "trigger/alone.ts": `
    import { task } from "@pawl/sdk";
    export const alone = task({ id: "alone", run: async () => process.send === undefined && process.connected });`,
  "trigger/memory.ts": `
    import { OutOfMemoryError, task } from "@pawl/sdk";
    export const memory = task({ id: "memory", run: async () => { throw new OutOfMemoryError(); } });`,
  "trigger/background.ts": `
    import { setTimeout as sleep } from "node:timers/promises";
    import { task, waitUntil } from "@pawl/sdk";
    export const background = task({ id: "background", run: async () => {
      waitUntil(sleep(30).then(() => { console.log("settled"); waitUntil(Promise.reject(new Error("lost"))); }));
      return "done";
    } });`,
  "trigger/uses.ts": `
    import { setTimeout as sleep } from "node:timers/promises";
    import { heartbeats, task, timeout, usage } from "@pawl/sdk";
    export const uses = task({ id: "uses", run: async (_: unknown, { signal }) => {
      const measured = await usage.measure(async () => { await sleep(25); return "result"; });
      let turns = 0;
      setTimeout(() => turns++, 0);
      await heartbeats.yield();
      await heartbeats.yield();
      return { measured, usage: usage.getCurrent(), turns, beat: heartbeats.getLastHeartbeat(), same: timeout.signal === signal };
    } });`,
};

let api: ApiServer;
let runner: RunnerProcess;
beforeAll(async () => {
  api = await startApiServer();
  runner = new RunnerProcess(await deployedEntry(SOURCES));
});

async function run(taskId: string, overrides: AttemptOverrides = {}) {
  const env = { TRIGGER_API_URL: api.url, TRIGGER_SECRET_KEY: "tr_dev_x" };
  const { result, events } = await runner.run(taskId, { env, ...overrides });
  const messages = logsOf(events).map(({ message }) => message);
  const output = result.ok && fromPacket({ data: result.output, dataType: result.outputType });
  return { result, events, messages, output };
}

describe("schemaTask", () => {
  test("gives run what the schema makes of the payload", async () => {
    expect((await run("checked", { payloadValue: { n: 1 } })).output).toBe(2);
  });

  test("fails what the schema refuses: no hooks, no retry", async () => {
    const { result, messages } = await run("checked", { payloadValue: {} });
    expect(result).toEqual({
      ok: false,
      error: {
        type: "INTERNAL_ERROR",
        code: "TASK_INPUT_ERROR",
        message: "TaskPayloadParsedError: Parsing payload with schema failed: n: no number",
      },
    });
    expect(messages).toEqual([]);
  });

  test("refuses a wrong payload before anything is sent", async () => {
    api.reset();
    const refusal = "TaskPayloadParsedError: Parsing payload with schema failed: n: no number";
    const wrong = await run("caller", { payloadValue: { n: "1" } });
    expect(wrong.output).toEqual([refusal, expect.stringContaining(refusal)]);
    expect(api.requests).toEqual([]);
    api.answer({ body: { id: "run_7" } }, { body: { id: "batch_1" } }, { body: { sealed: true } });
    expect((await run("caller", { payloadValue: { n: 1 } })).output).toEqual(["run_7", "ok"]);
    // The schema would count it up twice: it is sent as it was given.
    expect(JSON.parse(api.requests[0]?.body ?? "").payload).toBe('{"json":{"n":1}}');
  });
});

test("the channel to the worker is out of a task's reach", async () => {
  expect((await run("alone")).output).toBe(true);
});

test("CompleteTaskWithOutput is a success, with the hooks of one", async () => {
  const { output, messages, events } = await run("completes");
  expect(output).toBe("early");
  expect(messages).toEqual(["middleware", "init", "onSuccess early", "cleanup"]);
  expect(spansOf(events).filter(({ error }) => error)).toEqual([]);
});

test("OutOfMemoryError is a crash for lack of memory: a retry as after one, and no outcome hooks", async () => {
  const retry = {
    maxAttempts: 2,
    factor: 1,
    minTimeoutInMs: 7,
    maxTimeoutInMs: 7,
    randomize: false,
  };
  const first = await run("memory", { retry });
  const error = { type: "INTERNAL_ERROR", code: "TASK_PROCESS_OOM_KILLED" };
  expect(first.result).toMatchObject({ ok: false, error, retry: { delayMs: 7 } });
  const last = await run("memory", { retry, number: 2 });
  expect(last.result).toMatchObject({ ok: false, error });
  expect(last.result).not.toHaveProperty("retry");
  expect(last.messages).toEqual(["middleware", "init", "cleanup"]);
});

test("waitUntil holds the attempt, after its hooks; what fails there is a warning", async () => {
  const { output, messages } = await run("background");
  expect(output).toBe("done");
  expect(messages).toEqual([
    "middleware",
    "init",
    "onSuccess done",
    "cleanup",
    "settled",
    "A promise of waitUntil failed. Error: lost",
  ]);
});

test("usage, heartbeats and timeout tell of the attempt", async () => {
  const { output } = await run("uses", { activeMsBefore: 1_000 });
  expect(output).toMatchObject({
    measured: { result: "result", compute: { costInCents: 0 } },
    usage: { baseCostInCents: 0, totalCostInCents: 0 },
    turns: 1,
    beat: expect.any(Date),
    same: true,
  });
  const { measured, usage } = JSON.parse(JSON.stringify(output));
  expect(measured.compute.durationMs).toBeGreaterThanOrEqual(20);
  expect(usage.compute.attempt.durationMs).toBeGreaterThanOrEqual(measured.compute.durationMs);
  expect(usage.compute.total.durationMs).toBe(1_000 + usage.compute.attempt.durationMs);
});
