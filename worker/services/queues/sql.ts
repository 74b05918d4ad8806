import type pg from "pg";
import type { LaneGrant } from "#worker/domain/admission.ts";
import type { Room } from "#worker/domain/machine-room.ts";
import type { KnownStarts, StartedRun } from "../attempts/sql.ts";
import { TAKE_AND_START_RUNS, TAKE_RUNS } from "./grants/sql.ts";

export interface AdmissionWrite {
  environmentId: string;
  now: Date;
  /** As it was read. */
  turn: string;
  /** Of all workers; null: no worker has registered, and nothing is compared. */
  freeRoom: Room | null;
  grants: LaneGrant[];
  lastQueue: string;
  /** Where the next turn of these queues starts. */
  cursors: [queue: string, key: string][];
  /** The worker that admits has places: so many of the runs start there in the same statement. */
  starts?: StartsHere | undefined;
}

export interface StartsHere {
  workerId: string;
  /** One for each place. */
  attemptIds: string[];
  /** What it has started before; other runs leave the queue with a job. */
  tasks: KnownStarts["tasks"];
}

export interface TakenRuns {
  /** Ids, those that have started included. */
  moved: string[];
  /** Ids of runs that came first and whose time to live has passed. */
  over: string[];
  started: StartedRun[];
}

/**
 * Takes the oldest runs of the granted lanes and moves them: their jobs and the cursors, in one
 * statement, so that a run is DEQUEUED exactly when its job exists. One that can start where it is admitted
 * passes through and is EXECUTING there, without a job. Null, and
 * nothing is changed, when the count of turns is no longer what was read: another admission came
 * first, or somebody paused or lowered something. Between two admissions slots can only become
 * free, so what was decided at this count holds at this count.
 *
 * A run that is too large for every worker leaves its lane, so that others pass; one that is too large
 * for what is left right now stays where it is.
 *
 * One whose time to live has passed does not start: it is told in `over`, for the caller to end it, since
 * those behind it come in its place then. To pass over any number of them here would be to read them all.
 *
 * The turn's row is the first lock, and the only one that is waited for. A run that someone else is
 * changing right now is passed over.
 */
export async function takeRuns(
  client: Pick<pg.Pool, "query">,
  write: AdmissionWrite,
): Promise<TakenRuns | null> {
  const { starts } = write;
  const { rows } = await client.query<TakenRow>({
    ...(starts
      ? { name: "take-and-start-runs", text: TAKE_AND_START_RUNS }
      : { name: "take-runs", text: TAKE_RUNS }),
    values: [
      write.environmentId,
      write.turn,
      write.lastQueue,
      write.now,
      write.grants.map((grant) => grant.queue),
      write.grants.map((grant) => grant.key),
      write.grants.map((grant) => grant.count),
      write.cursors.map(([queue]) => queue),
      write.cursors.map(([, key]) => key),
      write.freeRoom?.cpu ?? null,
      write.freeRoom?.memoryMb ?? null,
      write.grants.map((grant) => grant.isLow ?? false),
      ...(starts
        ? [
            starts.attemptIds,
            starts.workerId,
            starts.tasks.map((task) => task.deploymentId),
            starts.tasks.map((task) => task.taskSlug),
          ]
        : []),
    ],
  });
  const [first] = rows;
  if (!first) return null;
  const started = rows.flatMap(({ moved, over, placedOn, ...run }) =>
    isStarted(run) ? [{ ...run, machine: placedOn }] : [],
  );
  return { moved: first.moved, over: first.over, started };
}

/** The first row has the ids; each has one of the runs that have started, if there are any. */
type TakenRow = Pick<TakenRuns, "moved" | "over"> & { placedOn: string } & (
    | StartedRun
    | { id?: null }
  );

/** Without the columns that are told apart by. */
function isStarted(run: StartedRun | { id?: null }): run is StartedRun {
  return typeof run.id === "string";
}

/** Also where nobody has admitted yet: the first admission may have been decided already. */
export const VOID_ADMISSION = `
INSERT INTO admission_turn AS kept (environment_id, turn, last_queue)
SELECT id, 1, '' FROM unnest($1::uuid[]) AS id ORDER BY id
ON CONFLICT (environment_id) DO UPDATE SET turn = kept.turn + 1`;

/** After a pause or a lower limit: an admission that was decided before it does not come after it. */
export async function voidAdmission(
  client: pg.PoolClient,
  ...environmentIds: string[]
): Promise<void> {
  await client.query({ name: "void-admission", text: VOID_ADMISSION, values: [environmentIds] });
}

/** Runs that one statement moves when their moment has come. */
export const RELEASED_AT_ONCE = 1000;

/** Environments with a run that waits to start, for the sweep; walks the index from one to the next. */
export async function findWaitingEnvironments(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: "find-waiting-environments",
    text: `
      WITH RECURSIVE waiting AS (
        (SELECT environment_id FROM run WHERE lane_order IS NOT NULL ORDER BY environment_id LIMIT 1)
        UNION ALL
        SELECT next.* FROM waiting CROSS JOIN LATERAL (
          SELECT environment_id FROM run
          WHERE lane_order IS NOT NULL AND environment_id > waiting.environment_id
          ORDER BY environment_id LIMIT 1
        ) AS next
      )
      SELECT environment_id AS id FROM waiting`,
  });
  return rows.map((row) => row.id);
}
