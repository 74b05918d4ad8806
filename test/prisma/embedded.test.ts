import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { startEmbedded } from "#prisma/embedded.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";

async function query<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows as T[];
  } finally {
    await client.end();
  }
}

describe("the embedded database", () => {
  it("starts, is adopted while it runs, and keeps its data over a stop", async () => {
    const directory = await temporaryFolder();
    const options = { directory, password: "secret", settings: ["fsync=off"] };
    const first = await startEmbedded(options);
    onTestFinished(() => first.stop());
    await query(first.url, "CREATE TABLE kept (id int)");

    const adopted = await startEmbedded(options);
    expect(adopted.url).toBe(first.url);

    await first.stop();
    await expect(query(first.url, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
    await expect(first.stop()).resolves.toBeUndefined();

    const second = await startEmbedded(options);
    onTestFinished(() => second.stop());
    expect(await query(second.url, "SELECT count(*)::int AS count FROM kept")).toEqual([
      { count: 0 },
    ]);
    const stranger = new URL(second.url);
    stranger.password = "guess";
    await expect(query(stranger.href, "SELECT 1")).rejects.toThrow(
      /password authentication failed/,
    );
    await second.stop();
    expect(existsSync(join(directory, "password"))).toBe(false);

    const version = join(directory, "data", "PG_VERSION");
    expect((await readFile(version, "utf8")).trim()).toBe("18");
    await rm(version);
    await writeFile(version, "15\n");
    await expect(startEmbedded(options)).rejects.toThrow(
      /is of PostgreSQL 15, this Pawl brings 18\. Dump it with the old version/,
    );
  });
});
