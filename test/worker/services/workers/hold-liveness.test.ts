import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { newId } from "#worker/services/new-id.ts";
import type { StandingConnection } from "#worker/services/standing-connection.ts";
import { holdLiveness } from "#worker/services/workers/hold-liveness.ts";

const database = useDatabase();
const held: StandingConnection[] = [];

afterEach(async () => {
  for (const liveness of held.splice(0)) await liveness.close();
});

function hold(workerId: string, onHeld = () => {}): StandingConnection {
  const liveness = holdLiveness(database.url, workerId, onHeld);
  held.push(liveness);
  return liveness;
}

/** As recovery asks: the lock is free, and is free again afterwards. */
async function isDead(workerId: string): Promise<boolean> {
  const { rows } = await database.db.pool.query<{ free: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 2)) AS free",
    [workerId],
  );
  return rows[0]?.free ?? false;
}

describe("holdLiveness", () => {
  it("holds the worker's lock until it is released", async () => {
    const workerId = newId();
    expect(await isDead(workerId)).toBe(true);
    let heldTimes = 0;
    const liveness = hold(workerId, () => heldTimes++);
    await until("the lock", () => heldTimes === 1);
    expect(await isDead(workerId)).toBe(false);
    await liveness.close();
    await until("the lock to be free", () => isDead(workerId));
  });

  it("takes the lock again when its connection breaks, and says so", async () => {
    const workerId = newId();
    let heldTimes = 0;
    hold(workerId, () => heldTimes++);
    await until("the lock", () => heldTimes === 1);
    await database.db.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pawl-alive' AND datname = current_database()",
    );
    await until("the lock again", () => heldTimes === 2);
    expect(await isDead(workerId)).toBe(false);
  });

  it("takes the lock from its own session of before, which may live on at the other end", async () => {
    const workerId = newId();
    const former = new pg.Client({
      connectionString: database.url,
      application_name: "pawl-alive",
    });
    const ended = new Promise((resolve) => former.on("error", resolve));
    await former.connect();
    await former.query("SELECT pg_advisory_lock(hashtextextended($1::text, 2))", [workerId]);
    let heldTimes = 0;
    hold(workerId, () => heldTimes++);
    await until("the lock", () => heldTimes === 1);
    await expect(ended).resolves.toMatchObject({ code: "57P01" });
  });

  it("can be released before it has connected", async () => {
    const liveness = hold(newId());
    await expect(liveness.close()).resolves.toBeUndefined();
  });
});
