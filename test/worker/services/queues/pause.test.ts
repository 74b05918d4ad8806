import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit, expectGuarded, prepareQueues, queue } from "#test/support/queues.ts";
import { insertRun, later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { readAdmission } from "#worker/services/queues/read-admission.ts";
import { takeRuns } from "#worker/services/queues/sql.ts";

const database = useDatabase();
const emails = { type: "custom", value: "emails" } as const;

describe("pauseQueue", () => {
  it("starts nothing new, and lets the other queues go on", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
    await insertRun(ctx, "EXECUTING", { queueName: "emails" });
    await queue(ctx, "emails", "other");
    const paused = await pauseQueue(ctx, emails);
    expect(paused).toMatchObject({ name: "emails", paused: true, running: 1, queued: 1 });
    expect(await admit(ctx)).toBe(1);
    expect(await admit(ctx)).toBe(0);
  });

  it("says since when and by whom, and keeps that when it is repeated", async () => {
    const workspace = await createWorkspace(database.db);
    const data = { id: crypto.randomUUID(), name: "emails", type: "CUSTOM" } as const;
    const environmentId = workspace.ctx.environment.id;
    await database.db.prisma.queue.create({ data: { ...data, environmentId } });
    const owner = await workspace.asMember("OWNER");
    const first = await pauseQueue(owner, emails);
    expect(first).toMatchObject({ pausedBy: "OWNER" });
    const again = await pauseQueue(later(workspace.ctx, 5_000), emails);
    expect([again.pausedAt, again.pausedBy]).toEqual([first.pausedAt, "OWNER"]);
  });

  it.each(["first", "later"])(
    "voids the %s admission that was decided before it",
    async (which) => {
      const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
      await queue(ctx, "other");
      if (which === "later") await admit(ctx);
      await queue(ctx, "emails");
      const now = ctx.clock();
      const environmentId = ctx.environment.id;
      const reading = await readAdmission(ctx.db.pool, { environmentId, now, batch: 5 });
      await pauseQueue(ctx, emails);
      const client = await ctx.db.pool.connect();
      const grants = [{ queue: "emails", key: "", count: 1 }];
      const write = {
        environmentId,
        now,
        turn: reading?.turn ?? "",
        grants,
        freeRoom: null,
        lastQueue: "emails",
      };
      expect(await takeRuns(client, { ...write, cursors: [] })).toBeNull();
      client.release();
    },
  );

  it("is for those who may write this environment's queues", async () => {
    await expectGuarded(await createWorkspace(database.db), pauseQueue, "write");
  });
});
