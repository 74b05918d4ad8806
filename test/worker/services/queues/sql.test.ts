import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { findWaitingEnvironments } from "#worker/services/queues/sql.ts";

const database = useDatabase();

describe("findWaitingEnvironments", () => {
  it("names each environment with a queued run once, and no other", async () => {
    expect(await findWaitingEnvironments(database.db.pool)).toEqual([]);
    const [busy, quiet, idle] = await Promise.all(
      [1, 2, 3].map(() => createWorkspace(database.db)),
    );
    if (!busy || !quiet || !idle) throw new Error("Three were made.");
    for (let i = 0; i < 3; i++) await insertRun(busy.ctx, "QUEUED");
    await insertRun(quiet.ctx, "QUEUED");
    await insertRun(idle.ctx, "EXECUTING");
    const waiting = [busy.ctx.environment.id, quiet.ctx.environment.id].sort();
    expect(await findWaitingEnvironments(database.db.pool)).toEqual(waiting);
  });
});
