import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { startAttempts } from "#worker/services/attempts/start.ts";
import { drainWorker } from "#worker/services/workers/drain.ts";
import { listWorkers } from "#worker/services/workers/list.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

beforeEach(async () => {
  await database.db.pool.query("DELETE FROM run");
  await database.db.pool.query("DELETE FROM worker");
});

function register(slots = 5): Promise<string> {
  const room = { cpu: 4, memoryMb: 8192 };
  return registerWorker(systemContext(database.db), { slots, version: "1.2.3", room });
}

describe("listWorkers", () => {
  it("tells what each one is, has and executes; of other tenants only that it does", async () => {
    const [mine, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
    const id = await register();
    for (const workspace of [mine, other]) {
      await deployTasks(workspace, [{ id: "hello", machine: "small-2x" }]);
      const run = await insertRun(workspace.ctx, "DEQUEUED", { machine: "small-2x" });
      await startAttempts(workspace.ctx, id, [run]);
    }
    const { data } = await listWorkers(mine.ctx);
    expect(data).toMatchObject([
      {
        id: friendlyId("worker", id),
        pid: process.pid,
        version: "1.2.3",
        nodeVersion: process.version,
        state: "ONLINE",
        slots: 5,
        executing: 2,
        cpu: { total: 4, used: 2 },
        memoryGb: { total: 8, used: 2 },
        runs: [{ task: "hello" }],
      },
    ]);
  });

  it("tells who drains, is silent, or has stopped, and forgets it after an hour", async () => {
    const { ctx } = await createWorkspace(database.db);
    const system = systemContext(database.db);
    const [draining, silent, stopped, forgotten] = [
      await register(),
      await register(),
      await register(),
      await register(),
    ];
    await drainWorker(system, { workerId: friendlyId("worker", draining), isDraining: true });
    await unregisterWorker(system, stopped);
    await database.db.pool.query(
      `UPDATE worker SET heartbeat_at = now() - interval '20 seconds' WHERE id = $1`,
      [silent],
    );
    await database.db.pool.query(
      `UPDATE worker SET stopped_at = now() - interval '61 minutes' WHERE id = $1`,
      [forgotten],
    );
    const states = new Map((await listWorkers(ctx)).data.map(({ id, state }) => [id, state]));
    expect(states).toEqual(
      new Map([
        [friendlyId("worker", silent), "SILENT"],
        [friendlyId("worker", draining), "DRAINING"],
        [friendlyId("worker", stopped), "STOPPED"],
      ]),
    );
  });

  it("needs a key that may read", async () => {
    const workspace = await createWorkspace(database.db);
    const ctx = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["trigger:tasks"] });
    await expect(listWorkers(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
