import type { ServiceContext } from "../context.ts";

/** Removes schedules that were gone before, once they have no run any more, and jobs that a killed worker left. */
export async function removeSchedules(
  ctx: ServiceContext,
  { goneBefore }: { goneBefore: Date },
): Promise<void> {
  const { pool } = ctx.db;
  await pool.query({
    name: "remove-old-schedules",
    text: `
      DELETE FROM schedule WHERE archived_at < $1
        AND NOT EXISTS (SELECT FROM run WHERE run.schedule_id = schedule.id)`,
    values: [goneBefore],
  });
  // They have one try: graphile-worker would keep them for ever.
  await pool.query({
    name: "remove-lost-schedule-jobs",
    text: `
      DELETE FROM graphile_worker._private_jobs AS jobs USING graphile_worker._private_tasks AS tasks
      WHERE tasks.id = jobs.task_id AND tasks.identifier = 'fire-schedules'
        AND jobs.locked_at < now() - interval '1 hour'`,
  });
}
