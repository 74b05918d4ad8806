import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type Database, openDatabase } from "#prisma/client.ts";
import { seedRuns } from "#prisma/seed.ts";
import { enforceRetention } from "#worker/jobs/retention.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import { ms, percentile, printTable } from "./figures.ts";
import { seededShop } from "./seeded-shop.ts";

/** `SEED=small` for a quick look. */
const RUNS = process.env.SEED === "small" ? 10_000 : 300_000;
/** Half of the shop's runs are older. */
const DAYS = 7;
const CALM_MS = 5_000;
const EVERY_MS = 10;
const TABLES = ["run", "attempt", "run_event"];

/**
 * What it costs to remove half of a history: how long a slice holds its locks, what a trigger waits meanwhile, and
 * whether the tables grow when as much comes anew.
 */
export async function benchRetention(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, { maxConnections: 4 });
  const others = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    const ctx = await seededShop(db, { runCount: RUNS, timelineCount: RUNS });
    const sizes = [["", ...TABLES.map((table) => `${table}: size, rows, dead`)]];
    const note = async (when: string) => sizes.push([when, ...(await readSizes(db.pool))]);
    await settle(db);
    await note("before");
    const calm = await triggersDuring({ ...ctx, db: others }, () => sleep(CALM_MS));
    const slices: number[] = [];
    const timed = { ...ctx, db: { ...db, pool: timing(db.pool, "remove-old-runs", slices) } };
    const since = performance.now();
    const busy = await triggersDuring({ ...ctx, db: others }, () =>
      enforceRetention(timed, { days: DAYS, isStopped: () => false }),
    );
    const tookMs = performance.now() - since;
    await note("half of it removed");
    await settle(db);
    await note("and vacuumed");
    await addAgain(db, ctx);
    await settle(db);
    await note("as much come anew");
    printTable(
      `Retention: ${slices.length} slices of up to 500 runs in ${Math.round(tookMs / 1000)} s`,
      [
        ["", "p50", "p99", "max"],
        ["a slice, which holds the locks of its runs", ...shares(slices)],
        ["a trigger before", ...shares(calm)],
        ["a trigger meanwhile", ...shares(busy)],
      ],
    );
    printTable("Tables with their indexes", sizes);
  } finally {
    await Promise.all([db, others].map((each) => each.close()));
  }
}

function shares(values: number[]): string[] {
  return [0.5, 0.99, 1].map((share) => ms(percentile(values, share)));
}

/** One after the other, as long as the work takes; how long each took. */
async function triggersDuring(
  ctx: EnvironmentContext,
  work: () => Promise<unknown>,
): Promise<number[]> {
  let isOver = false;
  const done = work().finally(() => {
    isOver = true;
  });
  const took: number[] = [];
  while (!isOver) {
    const since = performance.now();
    await triggerRun(ctx, { taskId: "deliver-webhook", input: { options: { delay: "1d" } } });
    took.push(performance.now() - since);
    await sleep(EVERY_MS);
  }
  await done;
  return took;
}

/** The pool, and how long the statements of this name took. */
function timing(pool: pg.Pool, name: string, took: number[]): pg.Pool {
  return new Proxy(pool, {
    get: (target, key) => {
      if (key !== "query") return Reflect.get(target, key);
      return async (config: pg.QueryConfig, values?: unknown[]) => {
        const since = performance.now();
        const result = await target.query(config, values);
        if (config.name === name) took.push(performance.now() - since);
        return result;
      };
    },
  });
}

/** What autovacuum does, now. */
async function settle({ pool }: Database): Promise<void> {
  for (const table of TABLES) await pool.query(`VACUUM ANALYZE ${table}`);
}

/** As much as was removed, with attempts and events, in an environment that has none: of the same tables. */
async function addAgain(db: Database, { environment }: EnvironmentContext): Promise<void> {
  const { rows } = await db.pool.query<{ id: string; at: Date }>(
    `SELECT id, created_at AS at FROM deployment WHERE environment_id = $1 ORDER BY created_at`,
    [environment.id],
  );
  const empty = await db.prisma.environment.findFirstOrThrow({
    where: { runs: { none: {} }, project: { environments: { some: { id: environment.id } } } },
  });
  const target = { environmentId: empty.id, deployments: rows };
  const runCount = RUNS / 2;
  const options = { runCount, timelineCount: runCount, now: new Date(), isBusy: false };
  await seedRuns(db.pool, target, options);
}

async function readSizes(pool: pg.Pool): Promise<string[]> {
  // What the sessions have counted is told with a delay.
  await pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await pool.query<{ size: string; live: number; dead: number }>(
    `SELECT pg_size_pretty(pg_total_relation_size(relid)) AS size, n_live_tup::int AS live, n_dead_tup::int AS dead
     FROM unnest($1::text[]) WITH ORDINALITY AS wanted(name, place)
     JOIN pg_stat_user_tables ON relname = name ORDER BY place`,
    [TABLES],
  );
  return rows.map(({ size, live, dead }) =>
    [size, live.toLocaleString("en"), dead.toLocaleString("en")].join(", "),
  );
}
