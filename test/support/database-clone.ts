import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Database } from "#prisma/client.ts";

/** A copy of the template. Making one takes a fifth of a second of the processor, emptying one a hundredth. */
export interface TestClone {
  url: string;
  templateUrl: string;
  name: string;
  /** What it was made of; undefined until it is made. */
  schema: string | undefined;
}

export function newClone(templateUrl: string): TestClone {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  return { url: at(templateUrl, name), templateUrl, name, schema: undefined };
}

/** Makes it, unless it is there. */
export async function createClone(clone: TestClone): Promise<void> {
  if (clone.schema !== undefined) return;
  const template = new URL(clone.templateUrl).pathname.slice(1);
  await on(at(clone.templateUrl, "postgres"), (client) =>
    // Copied file by file: half the work of the other way, by the log.
    client.query(`CREATE DATABASE ${clone.name} TEMPLATE ${template} STRATEGY file_copy`),
  );
  clone.schema = await on(clone.url, readSchema);
}

export async function dropClone({ templateUrl, name }: TestClone): Promise<void> {
  await on(at(templateUrl, "postgres"), (client) => client.query(`DROP DATABASE ${name}`));
}

/**
 * Empties it for another file, which goes on with its connections. False while others are connected, or while one
 * of its own is in use. "altered": a test has left something else than rows, or so many that their places would
 * slow down the next one.
 */
export async function asNew(clone: TestClone, db: Database): Promise<"as new" | "altered" | false> {
  const pools = [db.pool, db.enginePool, db.relaxedPool];
  if (pools.some((pool) => pool.idleCount < pool.totalCount)) return false;
  const client = await db.pool.connect();
  try {
    const own = pools.reduce((sum, pool) => sum + pool.totalCount, 0);
    const { rows } = await client.query<{ count: number }>(CONNECTIONS);
    if ((rows[0]?.count ?? 0) > own) return false;
    if ((await readSchema(client)) !== clone.schema) return "altered";
    await client.query(EMPTY);
    return "as new";
  } finally {
    client.release();
  }
}

const CONNECTIONS = `
SELECT count(*)::int FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend'`;

async function readSchema(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query(SCHEMA);
  return JSON.stringify(rows[0]);
}

const SCHEMA = `
SELECT (SELECT count(*) FROM pg_class) AS classes, (SELECT count(*) FROM pg_proc) AS functions,
  (SELECT count(*) FROM pg_trigger) AS triggers, (SELECT count(*) FROM pg_constraint) AS constraints,
  (SELECT count(*) FROM pg_db_role_setting AS setting JOIN pg_database AS own ON own.oid = setting.setdatabase
   WHERE own.datname = current_database()) AS settings,
  -- An empty one has 10 MiB.
  pg_database_size(current_database()) / (16 * 1024 * 1024) AS size`;

/** Rows only, and where the sequences stand. The tables that tell which migrations were applied keep theirs. */
const EMPTY = `
DO $$
DECLARE thing regclass;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR thing IN
    SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)
      AND relname NOT IN ('_prisma_migrations', 'migrations') AND pg_relation_size(oid) > 0
  LOOP
    EXECUTE format('DELETE FROM %s', thing);
  END LOOP;
  PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$`;

function at(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
