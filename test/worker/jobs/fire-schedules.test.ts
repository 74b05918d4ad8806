import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { at } from "#test/support/runs.ts";
import { makeSchedule, runsOf } from "#test/support/schedules.ts";
import { until } from "#test/support/until.ts";
import { useWorker } from "#test/support/worker.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { listSchedules } from "#worker/services/schedules/list.ts";

const TASKS = `
  import { schedules } from "@pawl/sdk";

  export const report = schedules.task({
    id: "report",
    cron: { pattern: "0 9 * * *", timezone: "Europe/Berlin", environments: ["DEVELOPMENT"] },
    run: async (payload, { ctx }) => ({
      areDates: [payload.timestamp, payload.lastTimestamp ?? new Date(), ...payload.upcoming].every((d) => d instanceof Date),
      first: payload.lastTimestamp === undefined,
      type: payload.type,
      external: payload.externalId,
      timezone: payload.timezone,
      upcoming: payload.upcoming.length,
      task: ctx.task.id,
    }),
  });
`;

const database = useDatabase();
const worker = useWorker(database.url);
const AN_HOUR_AGO = new Date(Date.now() - 3_600_000);

it("a worker that starts makes up for what passed, and executes it", async () => {
  const workspace = await createWorkspace(database.db);
  await deployProject(workspace, { "trigger/report.ts": TASKS });
  const { ctx } = workspace;
  const declared = await listSchedules(ctx, { page: 1, perPage: 20, sort: "newest" });
  expect(declared.data).toMatchObject([
    { type: "DECLARATIVE", task: "report", timezone: "Europe/Berlin" },
  ]);
  const { id } = await makeSchedule(at(ctx, AN_HOUR_AGO), {
    cron: "*/10 * * * *",
    externalId: "customer_7",
  });
  await worker.restart();
  const run = await until("the run of the schedule to end", async () => {
    const [row] = await runsOf(ctx, id);
    const shown = row && (await getRun(ctx, friendlyId("run", row.id)));
    return shown?.isCompleted && shown;
  });
  expect(run).toMatchObject({
    status: "COMPLETED",
    schedule: { id, externalId: "customer_7" },
    output: {
      areDates: true,
      first: true,
      type: "IMPERATIVE",
      external: "customer_7",
      timezone: "UTC",
      upcoming: 10,
      task: "report",
    },
  });
  expect(await runsOf(ctx, id)).toHaveLength(1);
});

it("graphile-worker's clock has the job, once for all workers", async () => {
  const { rows } = await database.db.pool.query(
    "SELECT identifier FROM graphile_worker._private_known_crontabs",
  );
  expect(rows).toEqual([{ identifier: "fire-schedules" }]);
});
