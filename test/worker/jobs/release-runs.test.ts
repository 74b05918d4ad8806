import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { releaseRuns } from "#worker/jobs/release-runs.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { releaseDueRuns } from "#worker/services/queues/release-due-runs.ts";

const database = useDatabase();

/** More than one batch. */
async function delayed(count: number): Promise<EnvironmentContext> {
  const { ctx } = await createWorkspace(database.db);
  await ctx.db.pool.query(
    `INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, delay_until, tags)
     SELECT gen_random_uuid(), $1, 'hello', 'DELAYED', 'q', now(), now(), now() - interval '1 second', '{}'
     FROM generate_series(1, $2::int)`,
    [ctx.environment.id, count],
  );
  return ctx;
}

function stillDelayed(ctx: EnvironmentContext): Promise<number> {
  const where = { environmentId: ctx.environment.id, status: "DELAYED" } as const;
  return ctx.db.prisma.run.count({ where });
}

describe("releaseRuns", () => {
  it("goes on until nothing of the moment is left", async () => {
    const ctx = await delayed(2_001);
    await releaseRuns(ctx, releaseDueRuns, { isStopped: () => false });
    expect(await stillDelayed(ctx)).toBe(0);
  });

  it("ends after the batch at hand when the worker stops", async () => {
    const ctx = await delayed(2_001);
    let batches = 0;
    const release = () => {
      batches++;
      return releaseDueRuns(ctx);
    };
    await releaseRuns(ctx, release, { isStopped: () => batches > 0 });
    expect(await stillDelayed(ctx)).toBe(1_001);
  });
});
