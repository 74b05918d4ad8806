import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  insertRun,
  startRun,
  succeeded,
  threw,
  trigger,
} from "#test/support/runs.ts";
import { findNulls } from "#test/support/web.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { recordEvents } from "#worker/services/attempts/record-events.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";

const database = useDatabase();

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello", retry: { randomize: false, minTimeoutInMs: 0 } }]);
  return workspace;
}

function timeline(ctx: EnvironmentContext, id: string, after?: string) {
  return getTimeline(ctx, friendlyId("run", id), after);
}

/** Status and reason of each transition. */
async function steps(ctx: EnvironmentContext, id: string) {
  const { events } = await timeline(ctx, id);
  return events.map((event) => (event.kind === "TRANSITION" ? [event.status, event.reason] : []));
}

describe("getTimeline", () => {
  it("begins with the trigger, which wrote no event of its own", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    const { events, attempts, cursor } = await timeline(ctx, id);
    expect(events).toEqual([
      {
        kind: "TRANSITION",
        id: "0",
        at: expect.any(String),
        status: "QUEUED",
        reason: "Triggered",
      },
    ]);
    expect(attempts).toEqual([]);
    expect(cursor).toBe("0");
  });

  it("begins with the delay of a delayed run, after it is over too", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello", { delay: "2099-01-01" });
    const first = ["DELAYED", "Triggered, to start at 2099-01-01T00:00:00.000Z"];
    expect(await steps(ctx, id)).toEqual([first]);
    await cancelRun(ctx, friendlyId("run", id));
    expect((await steps(ctx, id))[0]).toEqual(first);
  });

  it("begins with the wait for code of a parked run, after a deployment too", async () => {
    const workspace = await deployed();
    const { id } = await trigger(workspace.ctx, "new-task");
    const first = ["PENDING_VERSION", expect.stringContaining("“new-task”")];
    expect(await steps(workspace.ctx, id)).toEqual([first]);
    await deployTasks(workspace, [{ id: "new-task" }]);
    expect(await steps(workspace.ctx, id)).toEqual([
      first,
      ["QUEUED", "A deployment brought the task"],
    ]);
  });

  it("tells attempts and transitions of a run that was retried", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await completeAttempt(ctx, await startRun(ctx, id), threw("Not yet", { delayMs: 0 }));
    await completeAttempt(ctx, await startRun(ctx, id), succeeded());
    const { attempts } = await timeline(ctx, id);
    expect(attempts).toEqual([
      {
        number: 1,
        status: "FAILED",
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
        durationMs: expect.any(Number),
        error: { name: "Error", message: "Not yet", stackTrace: "" },
      },
      {
        number: 2,
        status: "COMPLETED",
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
        durationMs: expect.any(Number),
      },
    ]);
    expect(await steps(ctx, id)).toEqual([
      ["QUEUED", "Triggered"],
      ["DEQUEUED", undefined],
      ["EXECUTING", undefined],
      ["QUEUED", "Attempt 1 of 3 failed"],
      ["DEQUEUED", undefined],
      ["EXECUTING", undefined],
      ["COMPLETED", undefined],
    ]);
  });

  it("shows logs and spans with what they carry, and no null", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await startRun(ctx, id);
    const at = Date.parse("2026-01-01T00:00:00Z");
    const error = { type: "STRING_ERROR", raw: "No" } as const;
    const owner = { runId: id, environmentId: ctx.environment.id, attemptNumber: 1 };
    await recordEvents(ctx, [
      {
        ...owner,
        events: [
          { kind: "log", at, level: "WARN", message: "Careful", attributes: { a: 1 } },
          { kind: "log", at, level: "INFO", message: "Plain" },
          { kind: "span", at, spanId: "1".repeat(16), name: "run", category: "run" },
          {
            kind: "span",
            at,
            spanId: "2".repeat(16),
            parentSpanId: "1".repeat(16),
            name: "onStart",
            category: "hook",
            durationMs: 1.5,
            error,
            attributes: { b: 2 },
          },
        ],
      },
    ]);
    const answer = await timeline(ctx, id);
    expect(findNulls(answer)).toEqual([]);
    const base = { id: expect.stringMatching(/^\d+$/), at: "2026-01-01T00:00:00.000Z", attempt: 1 };
    expect(answer.events.slice(3)).toStrictEqual([
      { ...base, kind: "LOG", level: "WARN", message: "Careful", attributes: { a: 1 } },
      { ...base, kind: "LOG", level: "INFO", message: "Plain" },
      { ...base, kind: "SPAN", spanId: "1".repeat(16), name: "run", category: "run" },
      {
        ...base,
        kind: "SPAN",
        spanId: "2".repeat(16),
        parentSpanId: "1".repeat(16),
        name: "onStart",
        category: "hook",
        durationMs: 1.5,
        error: { message: "No" },
        attributes: { b: 2 },
      },
    ]);
  });

  it("reads on from a cursor, without what was read", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    const attempt = await startRun(ctx, id);
    const first = await timeline(ctx, id);
    expect(first.events).toHaveLength(3);
    expect((await timeline(ctx, id, first.cursor)).events).toEqual([]);
    expect((await timeline(ctx, id, first.cursor)).cursor).toBe(first.cursor);
    await completeAttempt(ctx, attempt, succeeded());
    const second = await timeline(ctx, id, first.cursor);
    expect(second.events).toMatchObject([{ status: "COMPLETED" }]);
    expect(second.attempts).toMatchObject([{ status: "COMPLETED" }]);
  });

  it("takes a cursor that is none for the beginning", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    expect((await timeline(ctx, id, "nonsense")).events).toHaveLength(1);
    expect((await timeline(ctx, id, "9".repeat(40))).events).toHaveLength(1);
  });

  it("is closed to other tenants and to keys for other runs", async () => {
    const [mine, theirs] = await Promise.all([deployed(), deployed()]);
    const { id } = await trigger(theirs.ctx, "hello");
    await expect(timeline(mine.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const other = theirs.as({ kind: "publicToken", scopes: ["read:tasks:bye"] });
    await expect(timeline(other, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const token = theirs.as({ kind: "publicToken", scopes: ["read:tasks:hello"] });
    await expect(timeline(token, id)).resolves.toMatchObject({ attempts: [] });
  });

  it("tells of a run whose attempt still executes", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello");
    await startRun(ctx, id);
    const { attempts } = await timeline(ctx, id);
    expect(attempts).toStrictEqual([
      { number: 1, status: "EXECUTING", startedAt: expect.any(String) },
    ]);
  });

  it("begins with the trigger of a run that ended before anything else happened", async () => {
    const { ctx } = await deployed();
    const id = await insertRun(ctx, "QUEUED");
    await cancelRun(ctx, friendlyId("run", id));
    expect(await steps(ctx, id)).toEqual([
      ["QUEUED", "Triggered"],
      ["CANCELED", "Canceled through the API"],
    ]);
  });
});
