import { describe, expect, it } from "vitest";
import { GET } from "#app/api/v3/runs/[runId]/route.ts";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, insertRun, startRun, succeeded, trigger } from "#test/support/runs.ts";
import { call, expectRefusal, MODERN, useWeb } from "#test/support/web.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

function get(key: string, runId: string, headers: Record<string, string> = MODERN) {
  return call(GET, { key, method: "GET", headers, params: { runId } });
}

describe("GET /api/v3/runs/{id}", () => {
  it("shows a finished run as the contract says", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx, secretKey } = workspace;
    const run = await trigger(ctx, "hello", {}, { name: "Ada" });
    await completeAttempt(ctx, await startRun(ctx, run.id), succeeded('"hi"'));
    const { status, json } = await get(secretKey, run.friendlyId);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: run.friendlyId,
      status: "COMPLETED",
      taskIdentifier: "hello",
      isCompleted: true,
      isSuccess: true,
      isFailed: false,
      payload: { name: "Ada" },
      output: "hi",
      attempts: [],
      attemptCount: 1,
      relatedRuns: {},
    });
    for (const name of ["createdAt", "updatedAt", "startedAt", "finishedAt"]) {
      expect(json[name]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
  });

  it("has no null for a run of any status", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    for (const status of RUN_STATUSES) {
      const id = friendlyId("run", await insertRun(ctx, status));
      // `call` refuses an answer with a null.
      expect((await get(secretKey, id)).json.status).toBe(status);
    }
  });

  it("names statuses as clients without the dated version know them", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const id = friendlyId("run", await insertRun(ctx, "WAITING"));
    expect((await get(secretKey, id, {})).json).toMatchObject({
      status: "FROZEN",
      isWaiting: true,
    });
  });

  it("does not find the run of another tenant, and says that asking again is no use", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const foreign = friendlyId("run", await insertRun(theirs.ctx, "QUEUED"));
    for (const id of [foreign, friendlyId("run", newId()), "run_1"]) {
      expectRefusal(
        await get(mine.secretKey, id),
        404,
        "NOT_FOUND",
        new RegExp(`^Run ${id} not found in this environment.$`),
      );
    }
  });

  it("is readable with the token of the run, and with no other run's", async () => {
    const { ctx } = await createWorkspace(database.db);
    const [one, two] = [await insertRun(ctx, "QUEUED"), await insertRun(ctx, "QUEUED")].map((id) =>
      friendlyId("run", id),
    );
    const token = await signPublicToken(ctx, { scopes: [`read:runs:${one}`], expiresIn: "1h" });
    expect((await get(token, one ?? "")).status).toBe(200);
    const refused = await get(token, two ?? "");
    expectRefusal(refused, 403, "unauthorized", /read:runs or read:tasks/);
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
  });
});
