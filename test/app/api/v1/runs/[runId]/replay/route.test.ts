import { describe, expect, it } from "vitest";
import { POST } from "#app/api/v1/runs/[runId]/replay/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";

const database = useDatabase();
useWeb(database.url);

describe("POST /api/v1/runs/{id}/replay", () => {
  it("answers with the id of a new run", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const runId = friendlyId("run", await insertRun(ctx, "FAILED"));
    const { status, json } = await call(POST, { key: secretKey, params: { runId } });
    expect(status).toBe(200);
    expect(json).toEqual({ id: expect.stringMatching(/^run_/) });
    expect(json.id).not.toBe(runId);
  });

  it("does not find a run that is not there", async () => {
    const { secretKey } = await createWorkspace(database.db);
    const answer = await call(POST, { key: secretKey, params: { runId: "run_1" } });
    expectRefusal(answer, 404, "NOT_FOUND", /Run run_1 not found/);
  });
});
