import type pg from "pg";
import type { Lane } from "#worker/domain/admission.ts";
import type { Room } from "#worker/domain/machine-room.ts";
import { READ_ADMISSION } from "./lanes/sql.ts";

export interface AdmissionReading {
  /** Count of the environment's admissions so far: what is written must be written at the same count. */
  turn: string;
  freeSlots: number;
  /** Places that nobody has, of those that are given out here; null: no worker has registered. */
  freePlaces: number | null;
  /** What is left of the workers' vCPU and memory; null: no worker has registered. */
  freeRoom: Room | null;
  /** When a rate limit may open next, if one is exhausted: whichever, since to find the right one means to look at all. */
  opensAt: Date | null;
  /** At most as many as there are free slots. `cursor`: where the queue's walk began. */
  lanes: (Lane & { cursor: string })[];
}

export interface AdmissionQuestion {
  environmentId: string;
  now: Date;
  /** Runs to admit at most. */
  batch: number;
  /** Environments that wait for the free places of the workers, this one included. */
  sharers?: number;
  /** The worker that admits, if it takes runs itself. */
  here?: PlacesHere | undefined;
}

export interface PlacesHere {
  workerId: string;
  /** Places in which it could start runs at once. */
  free: number;
  /** Runs that hold slots and are with it. */
  held: number;
}

/**
 * What an admission decides from: one statement, so one snapshot, and no lock. Null for an
 * environment that is paused or does not exist.
 *
 * It walks along the index `run_lane` from one queue to the next and from one lane to the next (loose
 * index scans), in both cases from behind where the last turn ended, and wraps around. The lane walk
 * takes a step in each queue before it takes a second one in any, and `LIMIT` ends it as soon as
 * there is a lane for every free slot (recursion is lazy in Postgres). So its cost is the number of free
 * slots plus the lanes that were passed over (full, or due later), whatever is queued.
 */
export async function readAdmission(
  pool: pg.Pool,
  { environmentId, now, batch, sharers = 1, here }: AdmissionQuestion,
): Promise<AdmissionReading | null> {
  const { rows } = await pool.query<AdmissionRow>({
    name: "read-admission",
    text: READ_ADMISSION,
    values: [
      ...[environmentId, now, batch, sharers],
      ...[here?.free ?? null, here?.workerId ?? null, here?.held ?? null],
    ],
  });
  const [first] = rows;
  if (!first) return null;
  return {
    turn: first.turn,
    freeSlots: first.freeSlots,
    freePlaces: first.freePlaces,
    freeRoom:
      first.freeCpu === null || first.freeMemoryMb === null
        ? null
        : { cpu: first.freeCpu, memoryMb: first.freeMemoryMb },
    opensAt: first.opensAt,
    lanes: rows.flatMap(({ queue, key, room, queueRoom, isLow, cursor }) =>
      queue === null
        ? []
        : [
            {
              queue,
              key,
              room: room ?? undefined,
              queueRoom: queueRoom ?? undefined,
              isLow,
              cursor,
            },
          ],
    ),
  };
}

interface AdmissionRow extends Omit<AdmissionReading, "lanes" | "freeRoom"> {
  freeCpu: number | null;
  freeMemoryMb: number | null;
  /** Null: no lane may start a run. */
  queue: string | null;
  key: string;
  room: number | null;
  queueRoom: number | null;
  isLow: boolean;
  cursor: string;
}
