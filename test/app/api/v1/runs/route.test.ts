import { describe, expect, it } from "vitest";
import { GET, OPTIONS } from "#app/api/v1/runs/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { type Call, call, expectRefusal, MODERN, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

function list(key: string, given: Call = {}) {
  return call(GET, { key, method: "GET", headers: MODERN, ...given });
}

describe("GET /api/v1/runs", () => {
  it("answers with a page, and leaves out where there is no other", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "WAITING");
    const answer = await list(secretKey);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      data: [{ id: friendlyId("run", id), status: "WAITING", isWaiting: true }],
    });
    expect(answer.json.pagination).toEqual({});
  });

  it("reads filters and cursors from the query", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const failed = await insertRun(ctx, "FAILED");
    await insertRun(ctx, "QUEUED");
    const query = { "filter[status]": "FAILED", "page[size]": "1" };
    expect((await list(secretKey, { query })).json).toMatchObject({
      data: [{ id: friendlyId("run", failed) }],
    });
  });

  it("names statuses as clients without the dated version know them", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    await insertRun(ctx, "WAITING");
    await insertRun(ctx, "DEQUEUED");
    const { json } = await list(secretKey, { headers: {} });
    expect(json).toMatchObject({ data: [{ status: "EXECUTING" }, { status: "FROZEN" }] });
    const other = await list(secretKey, { headers: { "x-trigger-api-version": "2024-01-01" } });
    expect(other.json).toEqual(json);
  });

  it("refuses a filter that makes no sense", async () => {
    const { secretKey } = await createWorkspace(database.db);
    const query = { "filter[status]": "DONE" };
    const answer = await list(secretKey, { query });
    expectRefusal(answer, 400, "VALIDATION", /^Query error: filter\[status\] has no status DONE$/);
  });

  it("refuses a NUL in the query", async () => {
    const { secretKey } = await createWorkspace(database.db);
    const answer = await list(secretKey, { query: { "filter[tag]": "a\0b" } });
    expectRefusal(answer, 400, "VALIDATION", /NUL/);
  });

  it("is for tokens of the tasks that are asked for, from browsers too", async () => {
    const { ctx } = await createWorkspace(database.db);
    const token = await signPublicToken(ctx, { scopes: ["read:tasks:a"], expiresIn: "1h" });
    const allowed = await list(token, { query: { "filter[taskIdentifier]": "a" } });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("*");
    expectRefusal(await list(token), 403, "unauthorized", /read:runs/);
    expect(OPTIONS(toRequest({ method: "OPTIONS" })).status).toBe(204);
  });
});
