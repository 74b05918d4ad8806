import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit, expectGuarded, prepareQueues, queue, rungBells } from "#test/support/queues.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { resumeQueue } from "#worker/services/queues/resume.ts";

const database = useDatabase();
const emails = { type: "custom", value: "emails" } as const;

describe("resumeQueue", () => {
  it("lets what waits start, and rings the bell", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
    await queue(ctx, "emails");
    await pauseQueue(ctx, emails);
    const { signals, rung } = rungBells();
    const resumed = await resumeQueue({ ...ctx, signals }, emails);
    expect(resumed).toMatchObject({ paused: false, queued: 1 });
    expect(resumed).not.toHaveProperty("pausedAt");
    expect(rung).toEqual([ctx.environment.id]);
    expect(await admit(ctx)).toBe(1);
  });

  it("changes nothing of a queue that is not paused", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
    const { signals, rung } = rungBells();
    expect(await resumeQueue({ ...ctx, signals }, emails)).toMatchObject({ paused: false });
    expect(rung).toEqual([]);
  });

  it("is for those who may write this environment's queues", async () => {
    await expectGuarded(await createWorkspace(database.db), resumeQueue, "write");
  });
});
