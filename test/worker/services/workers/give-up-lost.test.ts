import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { whileHolding } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";
import { systemContext } from "#test/support/workspace.ts";
import { giveUpLostWorkers } from "#worker/services/workers/give-up-lost.ts";
import { heartbeat, registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

beforeAll(async () => {
  await until("Postgres to have been up for five seconds", async () => {
    const { rows } = await database.db.pool.query<{ isUp: boolean }>(
      `SELECT pg_postmaster_start_time() < clock_timestamp() - interval '5 seconds' AS "isUp"`,
    );
    return rows[0]?.isUp;
  });
});
beforeEach(() => database.db.prisma.worker.deleteMany());

function context() {
  return systemContext(database.db);
}

/** One whose last heartbeat was written so long ago. */
async function workerSilentFor(ms: number): Promise<string> {
  const id = await registerWorker(context(), { slots: 1, version: "test" });
  await database.db.pool.query(
    "UPDATE worker SET heartbeat_at = clock_timestamp() - make_interval(secs => $1) WHERE id = $2",
    [ms / 1000, id],
  );
  return id;
}

function whileAlive<T>(workerId: string, look: () => Promise<T>): Promise<T> {
  const text = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 2))";
  return whileHolding(database.db.pool, { text, values: [workerId] }, look);
}

describe("giveUpLostWorkers", () => {
  it("gives up one that misses a heartbeat and whose connection is gone, once", async () => {
    const id = await workerSilentFor(1_000);
    const looks = Array.from({ length: 4 }, () => giveUpLostWorkers(context()));
    const counts = await Promise.all(looks);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    const where = { id, stoppedAt: null };
    expect(await database.db.prisma.worker.count({ where })).toBe(0);
    // It lives after all, and says so.
    await heartbeat(context(), id, 1);
    expect(await database.db.prisma.worker.count({ where })).toBe(1);
  });

  it("leaves one alone that beats, though its connection is gone", async () => {
    // In time, however slow this machine is.
    await workerSilentFor(-60_000);
    expect(await giveUpLostWorkers(context())).toBe(0);
  });

  it("leaves one alone for a while that is silent, while its connection holds", async () => {
    const id = await workerSilentFor(8_000);
    expect(await whileAlive(id, () => giveUpLostWorkers(context()))).toBe(0);
  });

  it("gives up one that is silent for too long, connection or not", async () => {
    const id = await workerSilentFor(13_000);
    expect(await whileAlive(id, () => giveUpLostWorkers(context()))).toBe(1);
  });
});
