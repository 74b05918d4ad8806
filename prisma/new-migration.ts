/**
 * `npm run migration -- <name>`: writes the SQL that leads from the schema as last migrated
 * (`migrations/schema.prisma`) to `schema.prisma`. Read it, add what Prisma's language cannot
 * say, and commit both.
 */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { type DiffTarget, SchemaEngine } from "@prisma/schema-engine-wasm";
import { temporaryDatabase } from "./embedded.ts";

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Name the migration in lower case, such as: npm run migration -- add_schedules");
  process.exit(1);
}

const schemaPath = join(import.meta.dirname, "schema.prisma");
const migratedPath = join(import.meta.dirname, "migrations", "schema.prisma");

const sql = await diffSchemas();
if (!sql) {
  console.log("The migrations already make what schema.prisma says.");
} else {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(import.meta.dirname, "migrations", `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "migration.sql"), sql);
  await copyFile(schemaPath, migratedPath);
  console.log(`Wrote ${folder}/migration.sql`);
}

async function diffSchemas(): Promise<string> {
  // The engine asks a database for its version even where it compares files.
  const database = await temporaryDatabase();
  const adapter = new PrismaPg({ connectionString: database.url });
  const factory = bindMigrationAwareSqlAdapterFactory(adapter);
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, factory);
  try {
    const { stdout } = await engine.diff({
      from: await target(migratedPath),
      to: await target(schemaPath),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return stdout?.includes("This is an empty migration") ? "" : (stdout ?? "");
  } finally {
    engine.free();
    await database.stop();
  }
}

async function target(path: string): Promise<DiffTarget> {
  const content = await readFile(path, "utf8").catch(() => undefined);
  return content === undefined
    ? { tag: "empty" }
    : { tag: "schemaDatamodel", files: [{ path, content }] };
}
