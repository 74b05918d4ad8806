import { describe, expect, it } from "vitest";
import { GET } from "#app/api/v1/runs/[runId]/timeline/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();
useWeb(database.url);

describe("GET /api/v1/runs/{id}/timeline", () => {
  it("tells what happened, and from a cursor what has happened since", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const runId = friendlyId("run", await insertRun(ctx, "QUEUED"));
    const read = (query: Record<string, string> = {}) =>
      call(GET, { key: secretKey, method: "GET", params: { runId }, query });
    const first = await read();
    expect(first.json).toMatchObject({ attempts: [], events: [{ status: "QUEUED" }], cursor: "0" });
    await cancelRun(ctx, runId);
    const second = await read();
    expect(second.json.events).toMatchObject([{ status: "QUEUED" }, { status: "CANCELED" }]);
    const third = await read({ after: String(second.json.cursor) });
    expect(third.json.events).toEqual([]);
  });

  it("does not find another tenant's run", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const runId = friendlyId("run", await insertRun(theirs.ctx, "QUEUED"));
    const answer = await call(GET, { key: mine.secretKey, method: "GET", params: { runId } });
    expectRefusal(answer, 404, "NOT_FOUND", /not found/);
  });
});
