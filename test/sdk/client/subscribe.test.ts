import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configure, runs } from "#sdk/index.ts";
import type { RunRow } from "#sdk/wire/run-row.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
beforeEach(() => {
  server.reset();
  configure({ baseURL: server.url, secretKey: "tr_dev_key" });
});

const ROW = {
  id: "1",
  friendlyId: "run_1",
  taskIdentifier: "greet",
  status: "PENDING",
  createdAt: "2026-01-02T03:04:05.000",
  updatedAt: "2026-01-02T03:04:05.000",
  payload: '{"json":{"at":"1970-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}',
  payloadType: "application/super+json",
  runTags: ["a"],
} satisfies Partial<RunRow>;

function answer(offset: string, ...rows: [operation: string, value: object][]) {
  const messages = rows.map(([operation, value]) => ({ key: "1", value, headers: { operation } }));
  return {
    headers: { "electric-handle": "h", "electric-offset": offset },
    body: JSON.stringify([...messages, { headers: { control: "up-to-date" } }]),
  };
}

describe("a subscription", () => {
  test("gives the run whenever it changes, and ends with its end", async () => {
    const end = { status: "COMPLETED_SUCCESSFULLY", completedAt: "2026-01-02T03:04:06.000" };
    server.answer(
      answer("1_1", ["insert", ROW]),
      answer("2_2"),
      { status: 503 },
      answer("3_3", ["update", { ...end, output: "hi", outputType: "text/plain" }]),
    );
    const seen = [];
    for await (const run of runs.subscribeToRun("run_1")) seen.push(run);
    expect(seen).toMatchObject([
      { id: "run_1", status: "QUEUED", payload: { at: new Date(0) }, isCompleted: false },
      {
        status: "COMPLETED",
        payload: { at: new Date(0) },
        output: "hi",
        isCompleted: true,
        isSuccess: true,
        finishedAt: new Date("2026-01-02T03:04:06.000Z"),
      },
    ]);
    expect(server.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
      { offset: "-1" },
      { offset: "1_1", handle: "h", live: "true" },
      { offset: "2_2", handle: "h", live: "true" },
      { offset: "2_2", handle: "h", live: "true" },
    ]);
  });

  test("throws what the server refuses, and stops when it is told to", async () => {
    const refusal = { status: 404, headers: { "x-should-retry": "false" }, body: { error: "No." } };
    server.answer(refusal);
    const first = runs.subscribeToBatch("batch_1")[Symbol.asyncIterator]().next();
    await expect(first).rejects.toMatchObject({ status: 404, message: "No." });
    server.answer(answer("1_1", ["insert", ROW]), { never: true });
    const leaving = new AbortController();
    const seen: string[] = [];
    const filters = { createdAt: "2h", skipColumns: ["payload"] };
    for await (const run of runs.subscribeToRunsWithTag(["a", "b"], filters, leaving)) {
      seen.push(run.id);
      setTimeout(() => leaving.abort(), 10);
    }
    expect(seen).toEqual(["run_1"]);
    // Behind the refused one; whether a third was sent before the end is a matter of milliseconds.
    expect(Object.fromEntries(server.requests.at(1)?.query ?? [])).toEqual({
      ...{ tags: "a,b", createdAt: "2h", skipColumns: "payload", offset: "-1" },
    });
  });
});
