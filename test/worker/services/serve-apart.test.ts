import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { isItsOwnFault, serveApart } from "#worker/services/serve-apart.ts";

const database = useDatabase();

/** Serves numbers that are even, and refuses a batch with an odd one. */
function evens(error: Error) {
  const served: number[][] = [];
  const serve = async (items: number[]) => {
    served.push(items);
    if (items.some((item) => item % 2 === 1)) throw error;
    return items.map((item) => `served ${item}`);
  };
  return { served, serve, refuse: (item: number) => `refused ${item}` };
}

describe("serveApart", () => {
  it("serves a good batch as one, and answers each of a bad one in its order", async () => {
    const service = evens(new RangeError("odd"));
    expect(await serveApart([2, 4], service)).toEqual(["served 2", "served 4"]);
    expect(service.served).toEqual([[2, 4]]);
    expect(await serveApart([2, 4, 5, 6, 7], service)).toEqual([
      ...["served 2", "served 4", "refused 5", "served 6", "refused 7"],
    ]);
    expect(await serveApart([], service)).toEqual([]);
  });

  it("leaves what is no item's fault to the caller, who may try again", async () => {
    const service = evens(new Error("Connection terminated"));
    await expect(serveApart([1, 2], service)).rejects.toThrow("Connection terminated");
    expect(service.served).toHaveLength(1);
  });
});

describe("isItsOwnFault", () => {
  it("knows what the database will refuse again", async () => {
    const refusals = ["SELECT 'x'::int", "INSERT INTO environment (id) VALUES (NULL)"];
    for (const sql of refusals) {
      const error: unknown = await database.db.pool.query(sql).catch((thrown) => thrown);
      expect(isItsOwnFault(error)).toBe(true);
    }
    expect(isItsOwnFault(new DomainError("NOT_FOUND", "Gone"))).toBe(true);
    const canceled: unknown = await database.db.pool
      .query("SET statement_timeout = 1; SELECT pg_sleep(1)")
      .catch((thrown) => thrown);
    expect(isItsOwnFault(canceled)).toBe(false);
    expect(isItsOwnFault(new Error("Connection terminated"))).toBe(false);
  });
});
