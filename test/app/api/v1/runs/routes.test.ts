import { describe, expect, it } from "vitest";
import {
  PUT as putMetadata,
  GET as readMetadata,
} from "#app/api/v1/runs/[runId]/metadata/route.ts";
import { POST as replayRun } from "#app/api/v1/runs/[runId]/replay/route.ts";
import { GET as getTimeline } from "#app/api/v1/runs/[runId]/timeline/route.ts";
import { GET as listRuns, OPTIONS as preflight } from "#app/api/v1/runs/route.ts";
import { POST as postCancel } from "#app/api/v2/runs/[runId]/cancel/route.ts";
import { GET as retrieveRun } from "#app/api/v3/runs/[runId]/route.ts";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  insertRun,
  readRun,
  startRun,
  succeeded,
  trigger,
} from "#test/support/runs.ts";
import { type Call, call, expectRefusal, MODERN, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();
useWeb(database.url);

function list(key: string, given: Call = {}) {
  return call(listRuns, { key, method: "GET", headers: MODERN, ...given });
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
    const token = await signPublicToken(ctx, { scopes: ["read:tasks:a"], expiresInSeconds: 3_600 });
    const allowed = await list(token, { query: { "filter[taskIdentifier]": "a" } });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("*");
    expectRefusal(await list(token), 403, "unauthorized", /read:runs/);
    expect(preflight(toRequest({ method: "OPTIONS" })).status).toBe(204);
  });
});

function get(key: string, runId: string, headers: Record<string, string> = MODERN) {
  return call(retrieveRun, { key, method: "GET", headers, params: { runId } });
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
    const token = await signPublicToken(ctx, {
      scopes: [`read:runs:${one}`],
      expiresInSeconds: 3_600,
    });
    expect((await get(token, one ?? "")).status).toBe(200);
    const refused = await get(token, two ?? "");
    expectRefusal(refused, 403, "unauthorized", /read:runs or read:tasks/);
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("GET /api/v1/runs/{id}/timeline", () => {
  it("tells what happened, and from a cursor what has happened since", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const runId = friendlyId("run", await insertRun(ctx, "QUEUED"));
    const read = (query: Record<string, string> = {}) =>
      call(getTimeline, { key: secretKey, method: "GET", params: { runId }, query });
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
    const answer = await call(getTimeline, {
      key: mine.secretKey,
      method: "GET",
      params: { runId },
    });
    expectRefusal(answer, 404, "NOT_FOUND", /not found/);
  });
});

describe("POST /api/v1/runs/{id}/replay", () => {
  it("answers with the id of a new run", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const runId = friendlyId("run", await insertRun(ctx, "FAILED"));
    const { status, json } = await call(replayRun, { key: secretKey, params: { runId } });
    expect(status).toBe(200);
    expect(json).toEqual({ id: expect.stringMatching(/^run_/) });
    expect(json.id).not.toBe(runId);
  });

  it("does not find a run that is not there", async () => {
    const { secretKey } = await createWorkspace(database.db);
    const answer = await call(replayRun, { key: secretKey, params: { runId: "run_1" } });
    expectRefusal(answer, 404, "NOT_FOUND", /Run run_1 not found/);
  });
});

describe("POST /api/v2/runs/{id}/cancel", () => {
  it("cancels the run, and succeeds again", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "EXECUTING");
    const runId = friendlyId("run", id);
    for (let round = 0; round < 2; round++) {
      const answer = await call(postCancel, { key: secretKey, params: { runId } });
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
    const reader = await signPublicToken(theirs.ctx, {
      scopes: ["read:runs"],
      expiresInSeconds: 3_600,
    });
    expectRefusal(
      await call(postCancel, { key: reader, params }),
      403,
      "unauthorized",
      /write:runs/,
    );
    const foreign = await call(postCancel, { key: mine.secretKey, params });
    expectRefusal(foreign, 404, "NOT_FOUND", /not found/);
    expect((await readRun(theirs.ctx, id)).status).toBe("QUEUED");
  });
});

describe("/api/v1/runs/:id/metadata", () => {
  it("changes it and reads it", async () => {
    const { ctx, secretKey: key } = await createWorkspace(database.db);
    const params = { runId: friendlyId("run", await insertRun(ctx, "EXECUTING")) };
    const body = {
      metadata: { a: 1 },
      operations: [{ type: "append", key: "list", value: null }],
      parentOperations: [{ type: "increment", key: "a", value: -2 }],
    };
    const changed = await putMetadata(toRequest({ key, method: "PUT", body, headers: MODERN }), {
      params: Promise.resolve(params),
    });
    const metadata = { a: -1, list: [null] };
    expect(await changed.json()).toEqual({ metadata });
    const read = await readMetadata(toRequest({ key, method: "GET", headers: MODERN }), {
      params: Promise.resolve(params),
    });
    expect(await read.json()).toEqual({ metadata });
  });

  it("refuses an operation that is none", async () => {
    const { ctx, secretKey: key } = await createWorkspace(database.db);
    const params = { runId: friendlyId("run", await insertRun(ctx, "EXECUTING")) };
    const body = { operations: [{ type: "increment", key: "a", value: "1" }] };
    const answer = await call(putMetadata, { key, params, method: "PUT", body, headers: MODERN });
    expectRefusal(answer, 400, "VALIDATION", /operations\.0\.value/);
  });
});
