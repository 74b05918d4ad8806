import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit, admitted, prepareQueues, queue, untilWaiting } from "#test/support/queues.ts";
import { insertRun, readHistory, readJobs, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { resumeQueue } from "#worker/services/queues/resume.ts";
import { inTransaction } from "#worker/services/transaction.ts";

const database = useDatabase();
const emails = { type: "custom", value: "emails" } as const;

describe("what is admitted when a queue is paused", () => {
  it("goes back to its place with its job, and what executes or is of another queue stays", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
    const executing = await insertRun(ctx, "EXECUTING", { queueName: "emails" });
    const ids = await queue(ctx, "emails", "emails/key", "other");
    const [first = "", , other = ""] = ids;
    const { queueOrder } = await readRun(ctx, first);
    expect(await admit(ctx)).toBe(3);
    expect(await pauseQueue(ctx, emails)).toMatchObject({ running: 1, queued: 2 });
    expect(await admitted(ctx, ids)).toEqual([2]);
    expect(await readRun(ctx, first)).toMatchObject({ status: "QUEUED", queueOrder });
    expect((await readRun(ctx, executing)).status).toBe("EXECUTING");
    const reason = "Its queue was paused before it started";
    expect((await readHistory(ctx, first)).at(-1)).toEqual(["QUEUED", reason]);
    expect(await readJobs(ctx)).toMatchObject([{ runId: other }]);

    await resumeQueue(ctx, emails);
    expect(await admit(ctx)).toBe(2);
    expect(await readJobs(ctx)).toHaveLength(3);
  });

  it("has started, or goes back: a start that is being written is waited for", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
    const [id = ""] = await queue(ctx, "emails");
    await admit(ctx);
    const paused = await inTransaction(ctx.db.pool, async (client) => {
      await client.query(
        "UPDATE run SET status = 'EXECUTING', deployment_id = gen_random_uuid(), attempt_number = 1 WHERE id = $1",
        [id],
      );
      const answer = pauseQueue(ctx, emails);
      await untilWaiting(ctx);
      return { answer };
    });
    expect(await paused.answer).toMatchObject({ running: 1, queued: 0 });
  });
});

describe("what is admitted when an environment is paused", () => {
  it("goes back, and that of another environment stays", async () => {
    const [{ ctx }, other] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const ids = await queue(ctx, "a", "b");
    const others = await queue(other.ctx, "a");
    await Promise.all([admit(ctx), admit(other.ctx)]);
    expect(await pauseEnvironment(ctx)).toMatchObject({ running: 0, queued: 2 });
    expect(await admitted(ctx, ids)).toEqual([]);
    expect(await admitted(other.ctx, others)).toEqual([0]);
    expect(await readJobs(ctx)).toEqual([]);
  });
});
