import { join } from "node:path";
import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { until } from "#test/support/until.ts";
import { systemContext } from "#test/support/workspace.ts";
import { startDiskClock } from "#worker/jobs/disk-clock.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

it("tells at once what is free, of a folder that is not there yet", async () => {
  const ctx = systemContext(database.db);
  const workerId = await registerWorker(ctx, { slots: 1, version: "1" });
  const folder = join(await temporaryFolder(), "bundles");
  const errors: unknown[] = [];
  const clock = startDiskClock(ctx, { workerId, folder }, (error) => errors.push(error));
  const row = await until("the report", async () => {
    const found = await database.db.prisma.worker.findUniqueOrThrow({ where: { id: workerId } });
    return found.diskTotalMb !== null && found;
  });
  expect(row.diskFreeMb).toBeLessThanOrEqual(row.diskTotalMb ?? 0);
  await clock.stop();
  expect(errors).toEqual([]);
});
