import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { useWorker } from "#test/support/worker.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { listRuns } from "#worker/services/runs/list.ts";
import { getStatus } from "#worker/services/status/get.ts";
import { runProbe } from "#worker/services/status/probe.ts";
import { PROBE_TASK } from "#worker/services/status/probe-bundle.ts";

const database = useDatabase();
const worker = useWorker(database.url);

function countProbes(): Promise<number> {
  return database.db.prisma.run.count({ where: { taskSlug: PROBE_TASK } });
}

describe("runProbe", () => {
  it("sends a run through a real worker and a process of its own, and shows in no list", async () => {
    const { ctx } = await createWorkspace(database.db);
    const proof = await runProbe(ctx, { patienceMs: 15_000 });
    expect(proof).toMatchObject({
      state: "PASSED",
      steps: [
        { name: "Left the queue" },
        { name: "A worker took it" },
        { name: "Its process answered" },
      ],
      totalMs: expect.any(Number),
    });
    expect((await listRuns(ctx, { "page[size]": 10 })).data).toEqual([]);
    const status = await getStatus(ctx);
    expect(status.proof).toEqual(proof);
    expect(status.checks.find(({ id }) => id === "proof")?.state).toBe("OK");
  });

  it("shares one run between all who ask at the same time", async () => {
    const { ctx } = await createWorkspace(database.db);
    const before = await countProbes();
    const proofs = await Promise.all([runProbe(ctx), runProbe(ctx)]);
    expect(proofs.map(({ state }) => state)).toEqual(["PASSED", "PASSED"]);
    expect(await countProbes()).toBeLessThanOrEqual(before + 2);
  });

  it("says how far it came when no worker takes it, and leaves nothing that runs later", async () => {
    const { ctx } = await createWorkspace(database.db);
    await worker.stop();
    const proof = await runProbe(ctx, { patienceMs: 50 });
    expect(proof).toMatchObject({
      state: "FAILED",
      message: "It did not end in time; the last that happened to it: triggered.",
    });
    expect(await database.db.prisma.run.count({ where: { finishedAt: null } })).toBe(0);
    expect((await getStatus(ctx)).verdict).toBe("BLOCKED");
  });

  it("is for those who may trigger", async () => {
    const workspace = await createWorkspace(database.db);
    const viewer = await workspace.asMember("VIEWER");
    await expect(runProbe(viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
