import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { registerWorker } from "#worker/services/workers/register.ts";
import { reportDisk } from "#worker/services/workers/report-disk.ts";

const database = useDatabase();

it("keeps what a worker has free, in whole megabytes, and minds no worker that is gone", async () => {
  const ctx = systemContext(database.db);
  const workerId = await registerWorker(ctx, { slots: 1, version: "1" });
  await reportDisk(ctx, { workerId, freeMb: 1.6, totalMb: 10.2 });
  const row = await database.db.prisma.worker.findUniqueOrThrow({ where: { id: workerId } });
  expect([row.diskFreeMb, row.diskTotalMb]).toEqual([2, 10]);
  await reportDisk(ctx, { workerId: crypto.randomUUID(), freeMb: 1, totalMb: 1 });
});
