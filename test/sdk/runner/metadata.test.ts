import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fromPacket } from "#sdk/packet.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";
import { deployedEntry } from "../support/project.ts";
import type { AttemptOverrides } from "../support/runner-process.ts";
import { logsOf, RunnerProcess } from "../support/runner-process.ts";

const SOURCES = {
  "trigger/meta.ts": `
    import { configure, metadata, task } from "@pawl/sdk";
    metadata.set("while importing", 1);
    type Step = [name: string, ...args: unknown[]];
    export const meta = task({ id: "meta", run: async (payload: { steps: Step[]; target?: "parent" | "root" }) => {
      configure({ baseURL: "http://localhost:1", secretKey: "somebody-else" });
      const results: unknown[] = [];
      const on = payload.target ? metadata[payload.target] : metadata;
      for (const [name, ...args] of payload.steps) {
        try { results.push(await Reflect.get(on, name)(...args)); }
        catch (error) { results.push(String(error)); }
      }
      return { results: results.map((value) => typeof value === "object" && value && "append" in value ? "chain" : value), left: metadata.current() };
    } });`,
};

let api: ApiServer;
let runner: RunnerProcess;
beforeAll(async () => {
  api = await startApiServer();
  runner = new RunnerProcess(await deployedEntry(SOURCES));
});
beforeEach(() => api.reset());

async function run(steps: unknown[][], overrides: AttemptOverrides = {}, target?: string) {
  const { result, events } = await runner.run("meta", {
    payloadValue: { steps, target },
    env: { TRIGGER_API_URL: api.url, TRIGGER_SECRET_KEY: "tr_dev_x" },
    ...overrides,
  });
  if (!result.ok) throw new Error(JSON.stringify(result));
  const output = fromPacket({ data: result.output, dataType: result.outputType });
  const warnings = logsOf(events).filter(({ level }) => level === "WARN");
  const sent = api.requests.map(({ method, path, body }) => ({
    method,
    path,
    body: body === "" ? undefined : JSON.parse(body),
  }));
  return { output, sent, warnings: warnings.map(({ message }) => message) };
}

describe("metadata in a run", () => {
  test("counts at once, and is stored with one call before the result", async () => {
    const { output, sent } = await run(
      [
        ["set", "progress", 0.1],
        ["set", "at", new Date(0)],
        ["set", "progress", 0.5],
        ["increment", "count"],
        ["increment", "count", 4],
        ["decrement", "count"],
        ["append", "list", "a"],
        ["get", "$.list[0]"],
        ["del", "old"],
      ],
      { metadata: { old: 1, kept: true } },
    );
    expect(output).toEqual({
      results: ["chain", "chain", "chain", "chain", "chain", "chain", "chain", "a", "chain"],
      left: { kept: true, progress: 0.5, at: "1970-01-01T00:00:00.000Z", count: 4, list: ["a"] },
    });
    expect(sent).toEqual([
      {
        method: "PUT",
        path: "/api/v1/runs/run_1/metadata",
        body: {
          operations: [
            { type: "set", key: "progress", value: 0.5 },
            { type: "set", key: "at", value: "1970-01-01T00:00:00.000Z" },
            { type: "increment", key: "count", value: 4 },
            { type: "append", key: "list", value: "a" },
            { type: "delete", key: "old" },
          ],
        },
      },
    ]);
    expect(api.requests[0]?.headers.authorization).toBe("Bearer tr_dev_x");
  });

  test("replace drops what was to be sent; a path keeps its order", async () => {
    const { sent, output } = await run([
      ["set", "a", 1],
      ["replace", { b: { c: 1 } }],
      ["increment", "$.b.c"],
      ["set", "b", 7],
      ["increment", "b"],
    ]);
    expect(output).toMatchObject({ left: { b: 8 } });
    expect(sent[0]?.body.operations).toEqual([
      { type: "update", value: { b: { c: 1 } } },
      { type: "increment", key: "$.b.c", value: 1 },
      { type: "set", key: "b", value: 8 },
    ]);
  });

  test("of parent and root goes to the server only; without them it is the run's own", async () => {
    const related = { run: { parentTaskRunId: "run_p", rootTaskRunId: "run_r" } };
    const parent = await run([["increment", "done"]], related, "parent");
    expect(parent.output).toMatchObject({ left: {} });
    expect(parent.sent[0]?.body).toEqual({
      parentOperations: [{ type: "increment", key: "done", value: 1 }],
    });
    api.reset();
    const alone = await run([["increment", "done"]], {}, "root");
    expect(alone.output).toMatchObject({ left: { done: 1 } });
    expect(alone.sent[0]?.body).toEqual({
      operations: [{ type: "increment", key: "done", value: 1 }],
    });
  });

  test("refuses what is no JSON and keys that cannot be", async () => {
    const { output, sent } = await run([
      ["set", "big", 1n],
      ["append", "__proto__", 1],
      ["increment", "n", Number.NaN],
      ["replace", "text"],
    ]);
    expect(output).toMatchObject({
      results: [
        expect.stringMatching(/^TypeError: metadata "big" has to be JSON/),
        expect.stringMatching(/^MetadataKeyError: .*"__proto__"/),
        expect.stringMatching(/^TypeError: metadata "n"/),
        expect.stringMatching(/^TypeError: metadata.replace/),
      ],
    });
    expect(sent).toEqual([]);
  });

  test("that the server refuses fails flush, or warns at the end; the run goes on", async () => {
    const refusal = {
      status: 413,
      headers: { "x-should-retry": "false" },
      body: { error: "too large" },
    };
    api.answer(refusal);
    const flushed = await run([["set", "a", 1], ["flush"]]);
    expect(flushed.output).toMatchObject({ results: ["chain", "TriggerApiError: too large"] });
    expect(flushed.warnings).toEqual([]);
    api.answer(refusal);
    const { warnings } = await run([["set", "a", 1]]);
    expect(warnings).toEqual(["Changes of metadata could not be stored. too large"]);
  });

  test("refresh reads what others changed", async () => {
    api.answer({ body: { metadata: { a: 1 } } }, { body: { metadata: { a: 1, b: 2 } } });
    const { output, sent } = await run([["set", "a", 1], ["refresh"], ["get", "b"]]);
    expect(output).toMatchObject({ results: ["chain", undefined, 2], left: { a: 1, b: 2 } });
    expect(sent.map(({ method }) => method)).toEqual(["PUT", "GET"]);
  });
});
