import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configure, NotFoundError, runs } from "#sdk/index.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
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

function action(id: string, more: Partial<BulkActionObject> = {}): BulkActionObject {
  return {
    id,
    type: "CANCEL",
    status: "PENDING",
    counts: { total: 2, success: 0, failure: 0, skipped: 0 },
    isCounted: true,
    createdAt: "2026-01-02T03:04:05.000Z",
    createdBy: "Ada",
    ...more,
  };
}

describe("runs.bulk", () => {
  test("asks for a cancel or a replay, by ids or by filter", async () => {
    server.answer({ status: 202, body: { id: "bulk_1" } }, { status: 202, body: { id: "bulk_2" } });
    expect(await runs.bulk.cancel({ runIds: ["run_1"], name: "one" })).toEqual({ id: "bulk_1" });
    expect(await runs.bulk.replay({ filter: { status: "FAILED", period: "1d" } })).toEqual({
      id: "bulk_2",
    });
    const asked = server.requests.map(({ method, path, body }) => [method, path, JSON.parse(body)]);
    const path = "/api/v1/bulk-actions";
    expect(asked).toEqual([
      ["POST", path, { action: "cancel", runIds: ["run_1"], name: "one" }],
      ["POST", path, { action: "replay", filter: { status: "FAILED", period: "1d" } }],
    ]);
  });

  test("polls one until it is over, with its dates as Dates", async () => {
    const completedAt = "2026-01-02T03:04:06.000Z";
    server.answer(
      { body: action("bulk_1") },
      { body: action("bulk_1", { status: "COMPLETED", completedAt }) },
    );
    const done = await runs.bulk.poll("bulk_1", { pollIntervalMs: 1 });
    expect(done).toMatchObject({
      status: "COMPLETED",
      createdAt: new Date("2026-01-02T03:04:05.000Z"),
      completedAt: new Date(completedAt),
    });
    expect(server.requests).toHaveLength(2);
  });

  test("walks the list of them, and aborts one", async () => {
    server.answer(
      { body: { data: [action("bulk_2")], pagination: { next: "bulk_2" } } },
      { body: { data: [action("bulk_1")], pagination: {} } },
      { body: { id: "bulk_1" } },
    );
    const ids: string[] = [];
    for await (const { id } of runs.bulk.list({ limit: 1 })) ids.push(id);
    expect(ids).toEqual(["bulk_2", "bulk_1"]);
    expect(await runs.bulk.abort("bulk_1")).toEqual({ id: "bulk_1" });
    expect(server.requests.at(-1)?.path).toBe("/api/v1/bulk-actions/bulk_1/abort");
  });

  test("throws NotFoundError for one that is not there, and says what it does not understand", async () => {
    server.answer({ status: 404, body: { error: "Bulk action bulk_1 not found." } }, { body: {} });
    await expect(runs.bulk.retrieve("bulk_1")).rejects.toBeInstanceOf(NotFoundError);
    await expect(runs.bulk.retrieve("bulk_1")).rejects.toThrow(/no id of a bulk action/);
  });
});
