import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { enforceRetention } from "#worker/jobs/retention.ts";

const database = useDatabase();
const DAY_MS = 86_400_000;

describe("enforceRetention", () => {
  it("removes what ended longer ago than the days given, in every environment", async () => {
    for (const _ of [1, 2]) {
      const { ctx } = await createWorkspace(database.db);
      await insertRun(ctx, "COMPLETED", { finishedAt: new Date() });
    }
    const { ctx } = await createWorkspace(database.db);
    const waits = await insertRun(ctx, "QUEUED");
    const isStopped = () => false;
    const ids = async () => (await database.db.prisma.run.findMany()).map(({ id }) => id);
    await enforceRetention(later(ctx, 6 * DAY_MS), { days: 7, isStopped });
    expect(await ids()).toHaveLength(3);
    await enforceRetention(later(ctx, 8 * DAY_MS), { days: 7, isStopped: () => true });
    expect(await ids()).toHaveLength(3);
    await enforceRetention(later(ctx, 8 * DAY_MS), { days: 7, isStopped });
    expect(await ids()).toEqual([waits]);
  });
});
