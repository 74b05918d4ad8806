import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { countWorkers } from "#worker/services/status/count-workers.ts";
import { drainWorker } from "#worker/services/workers/drain.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

it("counts workers that take work, not those that drain, are silent or have stopped", async () => {
  const ctx = systemContext(database.db);
  const register = () => registerWorker(ctx, { slots: 1, version: "1" });
  const ids = [await register(), await register(), await register(), await register()] as const;
  expect(await countWorkers(ctx)).toBe(4);
  await drainWorker(ctx, { workerId: friendlyId("worker", ids[0]), isDraining: true });
  await unregisterWorker(ctx, ids[1]);
  await database.db.pool.query(
    "UPDATE worker SET heartbeat_at = now() - interval '20 seconds' WHERE id = $1",
    [ids[2]],
  );
  expect(await countWorkers(ctx)).toBe(1);
});
