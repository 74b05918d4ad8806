import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AbortTaskRunError, retry } from "#sdk/index.ts";
import type { Answer, ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";
import { deployedEntry } from "../support/project.ts";
import { RunnerProcess, spansOf } from "../support/runner-process.ts";

const SOON = { minTimeoutInMs: 1, maxTimeoutInMs: 2, randomize: false };

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
beforeEach(() => server.reset());

const counts = () => server.requests.map(({ headers }) => headers["x-retry-count"]);
const failures = (count: number, answer: Answer) => Array.from({ length: count }, () => answer);

describe("retry.onThrow", () => {
  test("tries until it returns, and says which try it is", async () => {
    const tries: object[] = [];
    const value = await retry.onThrow(
      (options) => {
        tries.push(options);
        if (options.attempt < 3) throw new Error("not yet");
        return "done";
      },
      { ...SOON, maxAttempts: 4 },
    );
    expect(value).toBe("done");
    expect(tries).toEqual([1, 2, 3].map((attempt) => ({ attempt, maxAttempts: 4 })));
  });

  test("throws what the last try throws", async () => {
    let tries = 0;
    const failing = retry.onThrow(() => Promise.reject(new Error(`try ${++tries}`)), SOON);
    await expect(failing).rejects.toThrow("try 3");
  });

  test("ends at once for an AbortTaskRunError", async () => {
    let tries = 0;
    const aborted = retry.onThrow(() => {
      tries++;
      throw new AbortTaskRunError("enough");
    }, SOON);
    await expect(aborted).rejects.toThrow("enough");
    expect(tries).toBe(1);
  });
});

describe("retry.fetch", () => {
  test("backs off by status, sends method, headers and body again, and counts", async () => {
    server.answer({ status: 503 }, { status: 429 }, { body: { fine: true } });
    const byStatus = { "429,5xx": { strategy: "backoff", ...SOON } } as const;
    const response = await retry.fetch(`${server.url}/path?secret=1`, {
      method: "POST",
      headers: { "x-own": "1" },
      body: "text",
      retry: { byStatus },
    });
    expect(await response.json()).toEqual({ fine: true });
    expect(counts()).toEqual(["1", "2", "3"]);
    for (const { method, body, headers } of server.requests) {
      expect([method, body, headers["x-own"]]).toEqual(["POST", "text", "1"]);
    }
  });

  test("gives the last answer as it is, and one that no pattern fits at once", async () => {
    server.answer(...failures(2, { status: 500, body: "no" }), { status: 404 });
    const byStatus = { "500": { strategy: "backoff", ...SOON, maxAttempts: 2 } } as const;
    const last = await retry.fetch(server.url, { retry: { byStatus } });
    expect([last.status, await last.text()]).toEqual([500, "no"]);
    expect((await retry.fetch(server.url, { retry: { byStatus } })).status).toBe(404);
    expect(counts()).toEqual(["1", "2", "1"]);
  });

  test("takes the first pattern that fits, and asks its filter", async () => {
    server.answer({ status: 500, body: "busy" }, { status: 500, body: "broken" });
    const bodyFilter = (body: string) => body === "busy";
    const backoff = { strategy: "backoff", ...SOON } as const;
    const byStatus = { "500": { ...backoff, bodyFilter }, all: backoff };
    const response = await retry.fetch(server.url, { retry: { byStatus } });
    expect(await response.text()).toBe("broken");
    expect(counts()).toEqual(["1", "2"]);
  });

  test("waits until the server's limit is reset", async () => {
    const headers = { "x-reset": String(Date.now() - 5) };
    server.answer({ status: 429, headers }, { status: 200 });
    const names = { limitHeader: "x-limit", remainingHeader: "x-left", resetHeader: "x-reset" };
    const byStatus = { "429": { strategy: "headers", ...names } } as const;
    expect((await retry.fetch(server.url, { retry: { byStatus } })).status).toBe(200);
    server.answer({ status: 429 });
    expect((await retry.fetch(server.url, { retry: { byStatus } })).status).toBe(429);
  });

  test("tries again when the connection breaks, ten times at most", async () => {
    server.answer({ hangUp: true }, { status: 200 });
    const connectionError = { ...SOON, maxAttempts: 100 };
    expect((await retry.fetch(server.url, { retry: { connectionError } })).status).toBe(200);
    server.reset();
    server.answer(...failures(20, { hangUp: true }));
    const failing = retry.fetch(server.url, { retry: { connectionError } });
    await expect(failing).rejects.toThrow("fetch failed");
    expect(server.requests).toHaveLength(10);
  });

  test("tries again when it takes too long", async () => {
    server.answer({ never: true }, { status: 200 });
    const response = await retry.fetch(server.url, { timeoutInMs: 500, retry: { timeout: SOON } });
    expect(response.status).toBe(200);
    server.answer({ never: true });
    const timeout = { maxAttempts: 1 };
    const slow = retry.fetch(server.url, { timeoutInMs: 20, retry: { timeout } });
    await expect(slow).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("heeds the caller's signal, and sends a stream once only", async () => {
    const signal = AbortSignal.abort(new Error("changed my mind"));
    await expect(retry.fetch(server.url, { signal })).rejects.toThrow("changed my mind");
    server.answer({ status: 503 });
    const body = new Blob(["streamed"]).stream();
    const init = { method: "POST", body, duplex: "half" } as const;
    expect((await retry.fetch(server.url, init)).status).toBe(503);
    expect(server.requests.map((request) => request.body)).toEqual(["streamed"]);
  });
});

describe("inside a run", () => {
  const sources = {
    "trigger/again.ts": `
      import { retry, task } from "@pawl/sdk";
      export const again = task({ id: "again", run: async (url: string) => {
        await retry.onThrow(({ attempt }) => { if (attempt === 1) throw new Error("first"); }, { minTimeoutInMs: 1 });
        return (await retry.fetch(url)).status;
      } });
      export const patient = task({ id: "patient", run: async () => {
        console.log("waiting");
        await retry.onThrow(() => { throw new Error("again"); }, { minTimeoutInMs: 60_000 });
      } });`,
  };

  test("tries are spans, without what may be secret in an address", async () => {
    const runner = new RunnerProcess(await deployedEntry(sources));
    const { result, events } = await runner.run("again", { payloadValue: `${server.url}/a?key=1` });
    expect(result).toMatchObject({ ok: true, output: '{"json":200}' });
    const spans = spansOf(events).filter(
      ({ category, durationMs }) => category === "user" && durationMs !== undefined,
    );
    expect(spans.map(({ name, error, attributes }) => [name, Boolean(error), attributes])).toEqual([
      ["Attempt 1 of 3", true, undefined],
      ["Attempt 2 of 3", false, undefined],
      [`GET ${server.url}/a`, false, { status: 200, attempt: 1 }],
    ]);
    const filePath = "trigger/again.ts";
    const attemptId = runner.start("patient", { filePath });
    await runner.until((m) => m.type === "events" && m.attemptId === attemptId);
    runner.send({ type: "cancel", attemptId, reason: "CANCELED" });
    const canceled = await runner.report(attemptId);
    expect(canceled.result).toMatchObject({ error: { code: "TASK_RUN_CANCELLED" } });
  });
});
