import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { systemContext } from "#test/support/workspace.ts";
import { listen } from "#worker/services/listen.ts";
import { CHANNELS } from "#worker/services/signals.ts";
import { registerWorker } from "#worker/services/workers/register.ts";
import { prepareDeathReport } from "#worker/services/workers/report-death.ts";

const database = useDatabase();

it("stops the worker and tells the others, also over a connection that broke before", async () => {
  const workerId = await registerWorker(systemContext(database.db), { slots: 1, version: "test" });
  const told: string[] = [];
  const { promise: isListening, resolve } = Promise.withResolvers<void>();
  const listener = listen({
    url: database.url,
    channels: { [CHANNELS.lost]: (ids) => told.push(...ids) },
    onConnected: resolve,
  });
  const report = prepareDeathReport(database.url, workerId);
  const { pool, prisma } = database.db;
  const session = () =>
    pool.query<{ ended: boolean }>(
      `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
       WHERE application_name = 'pawl-reaper' AND datname = current_database()`,
    );
  try {
    await isListening;
    await until("its connection to break", async () => (await session()).rows[0]?.ended);
    await report.send();
    const worker = await prisma.worker.findUniqueOrThrow({ where: { id: workerId } });
    expect(worker.stoppedAt).not.toBeNull();
    await until("the others to be told", () => told.length > 0);
    // Nobody is told of somebody who is known to be dead.
    await report.send();
    expect(told).toEqual([workerId]);
  } finally {
    await report.close();
    await listener.close();
  }
});
