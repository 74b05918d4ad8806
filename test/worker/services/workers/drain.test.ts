import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit } from "#test/support/queues.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { whyWaiting } from "#worker/services/runs/why-waiting.ts";
import { drainWorker } from "#worker/services/workers/drain.ts";
import { heartbeat, registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

describe("drainWorker", () => {
  it("keeps new runs away from it until it is taken back, and tells it with its next heartbeat", async () => {
    const ctx = systemContext(database.db);
    const { ctx: environment } = await createWorkspace(database.db);
    const large = { cpu: 8, memoryMb: 16_384 };
    const [id, small] = [
      await registerWorker(ctx, { slots: 5, version: "1", room: large }),
      await registerWorker(ctx, { slots: 5, version: "1", room: { cpu: 1, memoryMb: 1024 } }),
    ];
    const run = await insertRun(environment, "QUEUED", { machine: "large-1x" });
    const workerId = friendlyId("worker", id);
    expect(await drainWorker(ctx, { workerId, isDraining: true })).toEqual({
      id: workerId,
      isDraining: true,
    });
    expect(await heartbeat(ctx, id, 5)).toMatchObject({ isDraining: true });
    expect(await admit(environment)).toBe(0);
    const waits = async () =>
      (await whyWaiting(environment, friendlyId("run", run))).blockers.map(({ kind }) => kind);
    expect(await waits()).toEqual(["NO_WORKER_LARGE_ENOUGH"]);
    await unregisterWorker(ctx, small);
    expect(await waits()).toEqual(["WORKERS_DRAINING"]);
    await drainWorker(ctx, { workerId, isDraining: false });
    expect(await heartbeat(ctx, id, 5)).toMatchObject({ isDraining: false });
    await unregisterWorker(ctx, id);
  });

  it("is for administrators of the installation, and for workers that are there", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await registerWorker(workspace.ctx, { slots: 1, version: "1" });
    const workerId = friendlyId("worker", id);
    const owner = await workspace.asMember("OWNER");
    const key = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["admin"] });
    for (const ctx of [owner, key]) {
      const drained = drainWorker(ctx, { workerId, isDraining: true });
      await expect(drained).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await unregisterWorker(workspace.ctx, id);
    for (const gone of [workerId, "worker_nonsense"]) {
      const drained = drainWorker(systemContext(database.db), { workerId: gone, isDraining: true });
      await expect(drained).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
