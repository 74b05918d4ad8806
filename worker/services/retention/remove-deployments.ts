import type { ServiceContext } from "../context.ts";

/**
 * Removes deployments that another one followed before this moment and that no kept run has used or
 * asks for, then bundles that no deployment has. A task whose last version goes is forgotten with it.
 * Returns the versions.
 */
export async function removeDeployments(
  ctx: ServiceContext,
  { followedBefore }: { followedBefore: Date },
): Promise<string[]> {
  const { rows } = await ctx.db.pool.query<{ version: string }>({
    name: "remove-old-deployments",
    text: `
      WITH followed AS MATERIALIZED (
        SELECT old.id, old.environment_id, old.version, old.bundle_id FROM deployment AS old
        WHERE NOT old.is_current AND EXISTS (
          SELECT FROM deployment AS next WHERE next.environment_id = old.environment_id
            AND next.created_at > old.created_at AND next.created_at < $1
        ) AND NOT EXISTS (SELECT FROM task WHERE task.deployment_id = old.id AND task.archived_at IS NULL)
      ), used AS MATERIALIZED (
        -- The oldest runs first, which an old version that is still used has: only one that goes is walked for to the end.
        SELECT followed.id FROM followed CROSS JOIN LATERAL (
          SELECT FROM run WHERE run.environment_id = followed.environment_id
            AND (run.deployment_id = followed.id OR run.pinned_version = followed.version)
          ORDER BY run.environment_id, run.id LIMIT 1
        ) AS one
      )
      DELETE FROM deployment USING followed
      WHERE deployment.id = followed.id AND (followed.id IN (SELECT id FROM used)) IS NOT TRUE
      RETURNING deployment.version`,
    values: [followedBefore],
  });
  // A deployment under way stores its bundle first, so a young one is left alone.
  await ctx.db.pool.query({
    name: "remove-old-bundles",
    text: `
      DELETE FROM bundle WHERE created_at < $1
        AND NOT EXISTS (SELECT FROM deployment WHERE deployment.bundle_id = bundle.id)`,
    values: [followedBefore],
  });
  return rows.map((row) => row.version);
}
