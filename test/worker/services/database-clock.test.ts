import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createDatabaseClock } from "#worker/services/database-clock.ts";

const database = useDatabase();
const HOUR_MS = 3_600_000;

describe("the database's clock", () => {
  it.each([2, -2])("is kept by a machine whose own is %i hours off", async (hours) => {
    const clock = createDatabaseClock(database.db.pool, () => Date.now() + hours * HOUR_MS);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeGreaterThan(HOUR_MS);
    await clock.align();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(2_000);
  });

  it("is the machine's own where they agree as far as can be told", async () => {
    const now = Date.now() + 300;
    const clock = createDatabaseClock(database.db.pool, () => now);
    await clock.align();
    expect(clock.now().getTime()).toBe(now);
  });

  it("stays as it was when the question took long", async () => {
    let now = Date.now() + HOUR_MS;
    const clock = createDatabaseClock(database.db.pool, () => (now += 5_000));
    await clock.align();
    expect(clock.now().getTime()).toBe(now);
  });
});
