import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { inTransaction } from "#worker/services/transaction.ts";

const database = useDatabase();

function insert(
  client: { query: (text: string, values: string[]) => Promise<unknown> },
  slug: string,
) {
  return client.query(
    "INSERT INTO organization (id, slug, name) VALUES (gen_random_uuid(), $1, $1)",
    [slug],
  );
}

function count(slug: string): Promise<number> {
  return systemContext(database.db).db.prisma.organization.count({ where: { slug } });
}

describe("inTransaction", () => {
  it("commits what the work did and gives what it returns", async () => {
    const value = await inTransaction(database.db.pool, async (client) => {
      await insert(client, "kept");
      expect(await count("kept")).toBe(0);
      return 7;
    });
    expect(value).toBe(7);
    expect(await count("kept")).toBe(1);
  });

  it("takes everything back when the work throws", async () => {
    const work = inTransaction(database.db.pool, async (client) => {
      await insert(client, "lost");
      throw new Error("Changed my mind");
    });
    await expect(work).rejects.toThrow("Changed my mind");
    expect(await count("lost")).toBe(0);
  });

  it("gives its connection back, whatever happened to it", async () => {
    const { pool } = database.db;
    for (let round = 0; round < 12; round++) {
      const work = inTransaction(pool, (client) =>
        client.query("SELECT pg_terminate_backend(pg_backend_pid())"),
      );
      await expect(work).rejects.toThrow();
    }
    expect(await inTransaction(pool, async () => "still here")).toBe("still here");
    expect(pool.totalCount - pool.idleCount).toBe(0);
  });
});
