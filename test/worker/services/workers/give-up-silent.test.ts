import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { giveUpSilentWorkers, readHeartbeats } from "#worker/services/workers/give-up-silent.ts";
import { heartbeat, registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
const context = () => systemContext(database.db);

async function living(): Promise<string[]> {
  return (await readHeartbeats(context())).map(({ workerId }) => workerId);
}

it("gives up whose last heartbeat is still the one that was seen, once", async () => {
  const ctx = context();
  const silent = await registerWorker(ctx, { slots: 1, version: "test" });
  const speaks = await registerWorker(ctx, { slots: 1, version: "test" });
  const leaves = await registerWorker(ctx, { slots: 1, version: "test" });
  await unregisterWorker(ctx, leaves);
  const seen = await readHeartbeats(ctx);
  expect(seen.map(({ workerId }) => workerId).sort()).toEqual([silent, speaks].sort());
  // In the last moment.
  await heartbeat(ctx, speaks, 1);
  const counts = await Promise.all(Array.from({ length: 4 }, () => giveUpSilentWorkers(ctx, seen)));
  expect(counts.sort()).toEqual([0, 0, 0, 1]);
  expect(await living()).toEqual([speaks]);
  // It lives after all, says so, and is told.
  expect(await heartbeat(ctx, silent, 1)).toMatchObject({ wasGivenUp: true });
  expect(await heartbeat(ctx, silent, 1)).toMatchObject({ wasGivenUp: false });
  expect((await living()).sort()).toEqual([silent, speaks].sort());
});
