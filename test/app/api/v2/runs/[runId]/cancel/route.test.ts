import { describe, expect, it } from "vitest";
import { POST } from "#app/api/v2/runs/[runId]/cancel/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readRun } from "#test/support/runs.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

describe("POST /api/v2/runs/{id}/cancel", () => {
  it("cancels the run, and succeeds again", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "EXECUTING");
    const runId = friendlyId("run", id);
    for (let round = 0; round < 2; round++) {
      const answer = await call(POST, { key: secretKey, params: { runId } });
      expect([answer.status, answer.json]).toEqual([200, { id: runId }]);
    }
    expect((await readRun(ctx, id)).status).toBe("CANCELED");
  });

  it("refuses a token that only reads, and does not find another tenant's run", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const id = await insertRun(theirs.ctx, "QUEUED");
    const params = { runId: friendlyId("run", id) };
    const reader = await signPublicToken(theirs.ctx, { scopes: ["read:runs"], expiresIn: "1h" });
    expectRefusal(await call(POST, { key: reader, params }), 403, "unauthorized", /write:runs/);
    const foreign = await call(POST, { key: mine.secretKey, params });
    expectRefusal(foreign, 404, "NOT_FOUND", /not found/);
    expect((await readRun(theirs.ctx, id)).status).toBe("QUEUED");
  });
});
