import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, insertRun, startRun, threw, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { overrideLimit } from "#worker/services/queues/override-limit.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
const hello = { type: "task", value: "hello" } as const;

async function prepare() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  await registerWorker(workspace.ctx, { slots: 4, version: "test" });
  const why = async (id: string) => whyWaiting(workspace.ctx, friendlyId("run", id));
  return { ...workspace, why };
}

describe("whyWaiting", () => {
  it("names a paused queue, and who paused it", async () => {
    const { ctx, why, asMember } = await prepare();
    const { id } = await trigger(ctx, "hello", { ttl: "1h" });
    await pauseQueue(await asMember("OWNER"), hello);
    const reason = await why(id);
    expect(reason).toMatchObject({
      status: "QUEUED",
      blockers: [{ kind: "QUEUE_PAUSED", queue: "task/hello", by: "OWNER" }],
    });
    expect(reason.summary).toMatch(
      /^Waits because queue “task\/hello” is paused since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC by OWNER\.$/,
    );
    expect(Date.parse(reason.expiresAt ?? "")).toBeGreaterThan(Date.now());
  });

  it("names the run that holds the only slot", async () => {
    const { ctx, why } = await prepare();
    await overrideLimit(ctx, hello, 1);
    const first = await trigger(ctx, "hello");
    const second = await trigger(ctx, "hello");
    await startRun(ctx, first.id);
    expect((await why(second.id)).blockers).toMatchObject([
      {
        kind: "QUEUE_LIMIT",
        limit: 1,
        isOverride: true,
        holders: [{ runId: friendlyId("run", first.id) }],
      },
    ]);
    expect(await why(first.id)).toMatchObject({ status: "EXECUTING", summary: "", blockers: [] });
  });

  it("follows a run through its states", async () => {
    const { ctx, why } = await prepare();
    const kinds = async (id: string) => (await why(id)).blockers.map(({ kind }) => kind);
    const delayed = await trigger(ctx, "hello", { delay: "1h" });
    expect(await kinds(delayed.id)).toEqual(["DELAYED"]);
    expect(Date.parse((await why(delayed.id)).since)).toBeLessThanOrEqual(Date.now());
    const unknown = await trigger(ctx, "unknown");
    expect(await kinds(unknown.id)).toEqual(["TASK_NOT_DEPLOYED"]);
    const { id } = await trigger(ctx, "hello");
    expect(await kinds(id)).toEqual(["STARTING"]);
    await admitRuns(ctx, ctx.environment.id);
    expect(await kinds(id)).toEqual(["STARTING"]);
    await completeAttempt(ctx, await startRun(ctx, id), threw("Later", { delayMs: 60_000 }));
    expect(await kinds(id)).toEqual(["RETRY_DUE"]);
  });

  it("is for those who may read the run", async () => {
    const { ctx, as } = await prepare();
    const id = await insertRun(ctx, "QUEUED", { tags: ["mine"] });
    const runId = friendlyId("run", id);
    const token = (scope: string) => as({ kind: "publicToken", scopes: [scope] });
    await whyWaiting(token(`read:runs:${runId}`), runId);
    await whyWaiting(token("read:tags:mine"), runId);
    const refused = whyWaiting(token("read:runs:run_1"), runId);
    await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
    const other = await createWorkspace(database.db);
    for (const given of [runId, "run_1"]) {
      await expect(whyWaiting(other.ctx, given)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
