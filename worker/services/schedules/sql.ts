import type pg from "pg";
import type { Schedule } from "#prisma/generated/client.ts";

export interface DueSchedule
  extends Pick<
    Schedule,
    | "id"
    | "environmentId"
    | "taskSlug"
    | "type"
    | "externalId"
    | "cron"
    | "timezone"
    | "window"
    | "lastTickAt"
  > {
  nextTickAt: Date;
  isTaskDeployed: boolean;
}

/**
 * Locks the schedules whose next run starts by `until`, those that wait longest first. Skip locked: jobs
 * of two minutes may meet, and one that is being changed is looked at again by the next.
 */
export async function lockDueSchedules(
  client: pg.PoolClient,
  until: Date,
  limit: number,
): Promise<DueSchedule[]> {
  const { rows } = await client.query<DueSchedule>({
    name: "lock-due-schedules",
    text: `
      SELECT schedule.id, schedule.environment_id AS "environmentId",
        schedule.task_slug AS "taskSlug", schedule.type, schedule.external_id AS "externalId",
        schedule.cron, schedule.timezone, schedule."window",
        schedule.last_tick_at AS "lastTickAt", schedule.next_tick_at AS "nextTickAt",
        EXISTS (
          SELECT FROM task WHERE task.environment_id = schedule.environment_id
            AND task.slug = schedule.task_slug AND task.archived_at IS NULL
        ) AS "isTaskDeployed"
      FROM schedule WHERE schedule.next_start_at <= $1
      ORDER BY schedule.next_start_at LIMIT $2
      FOR UPDATE OF schedule SKIP LOCKED`,
    values: [until, limit],
  });
  return rows;
}

export interface Advance {
  id: string;
  nextTickAt: Date | null;
  nextStartAt: Date | null;
  /** Null: this tick got no run. */
  ran: { tick: Date; runId: string } | null;
  missed: { count: number; until: Date } | null;
  /** Set for one whose rule cannot be read: it must not hold up the others for ever. */
  deactivatedAt: Date | null;
}

/** Moves locked schedules on, in the transaction that inserts their runs: a tick has both or neither. */
export async function advanceSchedules(
  client: pg.PoolClient,
  advances: Advance[],
  now: Date,
): Promise<void> {
  await client.query({
    name: "advance-schedules",
    text: `
      UPDATE schedule SET
        next_tick_at = new.next_tick_at, next_start_at = new.next_start_at,
        last_tick_at = coalesce(new.ran_tick_at, schedule.last_tick_at),
        last_run_id = coalesce(new.run_id, schedule.last_run_id),
        missed_count = schedule.missed_count + coalesce(new.missed_count, 0),
        missed_until = coalesce(new.missed_until, schedule.missed_until),
        deactivated_at = new.deactivated_at,
        updated_at = $9
      FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::uuid[],
          $6::int[], $7::timestamptz[], $8::timestamptz[])
        AS new(id, next_tick_at, next_start_at, ran_tick_at, run_id, missed_count, missed_until, deactivated_at)
      WHERE schedule.id = new.id`,
    values: [
      advances.map(({ id }) => id),
      advances.map(({ nextTickAt }) => nextTickAt),
      advances.map(({ nextStartAt }) => nextStartAt),
      advances.map(({ ran }) => ran?.tick),
      advances.map(({ ran }) => ran?.runId),
      advances.map(({ missed }) => missed?.count),
      advances.map(({ missed }) => missed?.until),
      advances.map(({ deactivatedAt }) => deactivatedAt),
      now,
    ],
  });
}
