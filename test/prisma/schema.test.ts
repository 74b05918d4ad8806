import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const folder = resolve(import.meta.dirname, "../../prisma");

describe("the schema", () => {
  it("is the one that the migrations lead to", async () => {
    const [written, migrated] = await Promise.all([
      readFile(join(folder, "schema.prisma"), "utf8"),
      readFile(join(folder, "migrations/schema.prisma"), "utf8"),
    ]);
    // When this fails: npm run migration -- <name>
    expect(migrated).toBe(written);
  });
});
