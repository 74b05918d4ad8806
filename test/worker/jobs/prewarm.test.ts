import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { startRuns, trigger } from "#test/support/runs.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { roomOf } from "#worker/domain/machine-room.ts";
import { prewarm } from "#worker/jobs/prewarm.ts";
import { createBundleCache } from "#worker/processes/bundle-cache.ts";
import { createProcessPool, type ProcessPool } from "#worker/processes/pool.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";
import { newId } from "#worker/services/new-id.ts";
import { PROBE_BUNDLE, PROBE_MANIFEST, PROBE_TASK } from "#worker/services/status/probe-bundle.ts";

const database = useDatabase();
let pool: ProcessPool | undefined;
afterEach(() => pool?.stop());

/** An environment of which another worker executes so many runs. */
async function executing(count: number) {
  const { ctx } = await createWorkspace(database.db);
  const config = { project: ctx.environment.project.ref };
  await createDeployment(ctx, { manifest: { ...PROBE_MANIFEST, config }, bundle: PROBE_BUNDLE });
  const runs = [];
  for (let index = 0; index < count; index++) runs.push(await trigger(ctx, PROBE_TASK));
  await startRuns(
    ctx,
    runs.map(({ id }) => id),
  );
  return ctx;
}

describe("prewarm", () => {
  it("has a process ready for what others execute, whatever is wrong with another bundle", async () => {
    const broken = await executing(2);
    const ctx = await executing(1);
    const where = { environmentId: broken.environment.id };
    await ctx.db.prisma.bundle.updateMany({ where, data: { archive: Buffer.from("no archive") } });
    const bundles = createBundleCache(await temporaryFolder());
    const own = createProcessPool({ maxIdle: 4, maxExecutions: 10 });
    pool = own;
    await expect(prewarm({ ctx, workerId: newId(), pool: own, bundles })).rejects.toThrow();
    await until("a process", () => own.size() === 1);
    const { bundleId } = await ctx.db.prisma.deployment.findFirstOrThrow({
      where: { environmentId: ctx.environment.id },
    });
    const folder = await bundles.folderOf(bundleId, () => Promise.reject(new Error("It is there")));
    const { entryPoint } = PROBE_MANIFEST;
    const { memoryMb } = roomOf("micro");
    const { process, state } = await own.acquire(bundleId, { folder, entryPoint, memoryMb });
    expect([process.isUsable, state]).toEqual([true, "PREWARMED"]);
  });
});
