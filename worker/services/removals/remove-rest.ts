import type { ServiceContext } from "../context.ts";

const AT_ONCE = 500;

/** What an environment has beside its runs: some of it may be as many, so it goes in slices too. */
const TABLES = [
  "batch",
  "waitpoint",
  "packet",
  "bulk_action",
  "schedule",
  "run_rollup",
  "error_rollup",
  "error_group",
  "deployment_rollup",
  "queue_cursor",
  "rate_window",
  "admission_turn",
  "task",
  "deployment",
  "bundle",
] as const;

/** Deletes everything else of an environment that has no runs any more, then the environment, and its project with the last one. */
export async function removeRest(
  ctx: ServiceContext,
  { environmentId, isStopped }: { environmentId: string; isStopped: () => boolean },
): Promise<void> {
  const { pool } = ctx.db;
  for (const table of TABLES) {
    let isMore = true;
    while (isMore && !isStopped()) {
      const { rowCount } = await pool.query({
        name: `remove-rest-of-${table}`,
        text: `
          DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM ${table} WHERE environment_id = $1 LIMIT ${AT_ONCE}
          ))`,
        values: [environmentId],
      });
      isMore = rowCount === AT_ONCE;
    }
  }
  if (isStopped()) return;
  await pool.query({
    name: "remove-environment",
    text: `
      WITH gone AS (DELETE FROM environment WHERE id = $1 RETURNING id, project_id)
      DELETE FROM project USING gone
      WHERE project.id = gone.project_id AND NOT EXISTS (
        SELECT FROM environment WHERE environment.project_id = project.id AND environment.id <> gone.id
      )`,
    values: [environmentId],
  });
}
