import { describe, expect, it } from "vitest";
import { POST as abort } from "#app/api/v1/bulk-actions/[bulkActionId]/abort/route.ts";
import { GET as retrieve } from "#app/api/v1/bulk-actions/[bulkActionId]/route.ts";
import { GET as preview } from "#app/api/v1/bulk-actions/preview/route.ts";
import { POST as create, GET as list } from "#app/api/v1/bulk-actions/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";

const database = useDatabase();
useWeb(database.url);

describe("the routes of bulk actions", () => {
  it("make one, show it, list it and abort it", async () => {
    const { ctx, secretKey: key } = await createWorkspace(database.db);
    const runId = friendlyId("run", await insertRun(ctx, "QUEUED"));
    const body = { action: "cancel", runIds: [runId], name: "one" };
    const made = await call(create, { key, body });
    expect([made.status, made.json]).toEqual([202, { id: expect.stringMatching(/^bulk_/) }]);
    const params = { bulkActionId: String(made.json.id) };
    const shown = await call(retrieve, { key, method: "GET", params });
    expect(shown.json).toMatchObject({ type: "CANCEL", status: "PENDING", counts: { total: 1 } });
    const listed = await call(list, { key, method: "GET" });
    expect(listed.json).toMatchObject({ data: [{ id: made.json.id }], pagination: {} });
    const aborted = await call(abort, { key, params });
    expect(aborted.json).toEqual({ id: made.json.id });
    const after = await call(retrieve, { key, method: "GET", params });
    expect(after.json).toMatchObject({ status: "ABORTED", completedAt: expect.any(String) });
  });

  it("say beforehand how many runs it would be", async () => {
    const { ctx, secretKey: key } = await createWorkspace(database.db);
    await insertRun(ctx, "QUEUED");
    const query = { action: "cancel", "filter[status]": "QUEUED" };
    const answer = await call(preview, { key, method: "GET", query });
    expect(answer.json).toEqual({ count: 1, isCapped: false });
  });

  it("refuse a filter that there is not, rather than to act on everything", async () => {
    const { secretKey: key } = await createWorkspace(database.db);
    const body = { action: "cancel", filter: { status: "QUEUED", planet: "mars" } };
    expectRefusal(await call(create, { key, body }), 400, "VALIDATION", /filter\[planet\]/);
  });

  it("find none of another environment", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const body = { action: "replay", filter: { tag: "x" } };
    const made = await call(create, { key: theirs.secretKey, body });
    const params = { bulkActionId: String(made.json.id) };
    const foreign = await call(retrieve, { key: mine.secretKey, method: "GET", params });
    expectRefusal(foreign, 404, "NOT_FOUND", /not found/);
  });
});
