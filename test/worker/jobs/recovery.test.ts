import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { systemContext } from "#test/support/workspace.ts";
import { startRecovery } from "#worker/jobs/recovery.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

/** One that says nothing and holds nothing. */
async function deadWorker(): Promise<string> {
  const id = await registerWorker(systemContext(database.db), { slots: 1, version: "test" });
  await database.db.pool.query(
    "UPDATE worker SET heartbeat_at = clock_timestamp() - interval '8 seconds' WHERE id = $1",
    [id],
  );
  return id;
}

async function stoppedAt(id: string): Promise<Date | null> {
  return (await database.db.prisma.worker.findUniqueOrThrow({ where: { id } })).stoppedAt;
}

it("finds a worker that is gone, but has patience after its own connection broke", async () => {
  const errors: unknown[] = [];
  const recovery = startRecovery(systemContext(database.db), {
    onRetry: () => {},
    onError: (error) => errors.push(error),
  });
  try {
    recovery.held();
    const first = await deadWorker();
    await until("it to be found", () => stoppedAt(first));
    recovery.held();
    const heldAt = Date.now();
    const second = await deadWorker();
    const foundAt = await until("the other one to be found", () => stoppedAt(second));
    expect(foundAt.getTime() - heldAt).toBeGreaterThan(1_500);
    expect(errors).toEqual([]);
  } finally {
    await recovery.stop();
  }
});
