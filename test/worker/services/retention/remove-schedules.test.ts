import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at, insertRun } from "#test/support/runs.ts";
import { makeSchedule, rowOf, scheduleWorkspace } from "#test/support/schedules.ts";
import { systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { removeSchedules } from "#worker/services/retention/remove-schedules.ts";
import { removeSchedule } from "#worker/services/schedules/remove.ts";

const database = useDatabase();

it("removes schedules that are gone for long and have no run any more, and lost jobs", async () => {
  const { ctx } = await scheduleWorkspace(database.db);
  const past = at(ctx, new Date("2026-01-01T00:00:00Z"));
  const gone = await makeSchedule(past);
  const [withRun, there] = [await makeSchedule(past), await makeSchedule(past)];
  for (const { id } of [gone, withRun]) await removeSchedule(past, id);
  await insertRun(ctx, "COMPLETED", { scheduleId: (await rowOf(ctx, withRun.id)).id });
  const { pool, prisma } = database.db;
  await pool.query("SELECT graphile_worker.add_job('fire-schedules')");
  await pool.query(
    "UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '2 hours', locked_by = 'killed'",
  );
  await pool.query("SELECT graphile_worker.add_job('fire-schedules')");
  await removeSchedules(systemContext(database.db), {
    goneBefore: new Date("2026-04-01T00:00:00Z"),
  });
  const rows = await prisma.schedule.findMany({ orderBy: { id: "asc" } });
  expect(rows.map(({ id }) => friendlyId("sched", id))).toEqual([withRun.id, there.id]);
  const jobs = await pool.query("SELECT locked_by FROM graphile_worker._private_jobs");
  expect(jobs.rows).toEqual([{ locked_by: null }]);
});
