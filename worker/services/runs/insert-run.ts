import type pg from "pg";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { gather } from "../gather.ts";
import { serveApart } from "../serve-apart.ts";
import type { NewRun } from "./prepare-run.ts";
import { insertRunAndRing, insertRuns } from "./sql.ts";

export interface InsertedRun {
  /** Null where one of its keys is taken. */
  status: RunStatus | null;
  /** The doorbell went out with it, if it may start. */
  hasRung: boolean;
}

type Answer = InsertedRun | { error: unknown };
type InsertRun = (run: NewRun) => Promise<Answer>;

const inserters = new WeakMap<pg.Pool, InsertRun>();

/**
 * Inserts one run, together with those that others insert at the same moment: a commit for each would
 * be a wait for the disk for each.
 */
export async function insertRun(pool: pg.Pool, run: NewRun): Promise<InsertedRun> {
  const insert = inserters.get(pool) ?? createInserter(pool);
  inserters.set(pool, insert);
  const answer = await insert(run);
  if ("error" in answer) throw answer.error;
  return answer;
}

/** A run that nobody came with or shortly before: the workers may be idle too. */
const QUIET_MS = 20;

/**
 * Commits that notify are serialised by Postgres, so the bell is rung afterwards, for many together. One that comes
 * after a silence holds nobody up, and its bell is a round trip earlier with it than behind it.
 */
function createInserter(pool: pg.Pool): InsertRun {
  let lastAt = Number.NEGATIVE_INFINITY;
  const serve = async (group: NewRun[]): Promise<Answer[]> => {
    const isQuiet = performance.now() - lastAt > QUIET_MS;
    lastAt = performance.now();
    const [first] = group;
    return isQuiet && first && group.length === 1
      ? insertGroup([first], async () => [await insertRunAndRing(pool, first)], true)
      : insertGroup(group, (runs) => insertRuns(pool, runs), false);
  };
  // Two groups at a time: while one waits for the disk, the next is on its way.
  return gather(serve, { maxInFlight: 2, maxBatch: 200 });
}

/** What the database refuses of one run must not fail the others of its group. */
function insertGroup(
  group: NewRun[],
  insert: (runs: NewRun[]) => Promise<(RunStatus | null)[]>,
  hasRung: boolean,
): Promise<Answer[]> {
  return serveApart<NewRun, Answer>(group, {
    serve: async (runs) => (await insert(runs)).map((status) => ({ status, hasRung })),
    refuse: (_, error) => ({ error }),
  });
}
