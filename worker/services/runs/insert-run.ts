import type pg from "pg";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { gather } from "../gather.ts";
import { serveApart } from "../serve-apart.ts";
import type { NewRun } from "./prepare-run.ts";
import { insertRuns } from "./sql.ts";

/** The run's first status, or null where one of its keys is taken. */
type Inserted = { status: RunStatus | null } | { error: unknown };
type InsertRun = (run: NewRun) => Promise<Inserted>;

const inserters = new WeakMap<pg.Pool, InsertRun>();

/**
 * Inserts one run, together with those that others insert at the same moment: a commit for each would
 * be a wait for the disk for each. Null where one of its keys is taken.
 */
export async function insertRun(pool: pg.Pool, run: NewRun): Promise<RunStatus | null> {
  // Two groups at a time: while one waits for the disk, the next is on its way.
  const insert =
    inserters.get(pool) ??
    gather((runs: NewRun[]) => insertGroup(pool, runs), { maxInFlight: 2, maxBatch: 200 });
  inserters.set(pool, insert);
  const inserted = await insert(run);
  if ("error" in inserted) throw inserted.error;
  return inserted.status;
}

/** What the database refuses of one run must not fail the others of its group. */
function insertGroup(pool: pg.Pool, group: NewRun[]): Promise<Inserted[]> {
  return serveApart<NewRun, Inserted>(group, {
    serve: async (runs) => (await insertRuns(pool, runs)).map((status) => ({ status })),
    refuse: (_, error) => ({ error }),
  });
}
