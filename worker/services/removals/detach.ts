import type pg from "pg";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { closeEnvironments, ensureRemovedPlace } from "./sql.ts";

/**
 * Takes projects out of everybody's sight with one transaction, whatever they hold: their rows are removed
 * later, slice by slice, by a worker. Reference and slug are free again. Returns their environments.
 */
export async function detachProjects(
  ctx: ServiceContext,
  client: pg.PoolClient,
  projectIds: string[],
): Promise<string[]> {
  const place = await ensureRemovedPlace(client);
  await client.query(
    `UPDATE project SET organization_id = $2, ref = 'removed_' || id::text, slug = id::text
     WHERE id = ANY($1::uuid[])`,
    [projectIds, place],
  );
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM environment WHERE project_id = ANY($1::uuid[]) ORDER BY id",
    [projectIds],
  );
  const environmentIds = rows.map(({ id }) => id);
  await closeEnvironments(client, { environmentIds, now: ctx.clock() });
  return environmentIds;
}

/** The same with one environment of a project that stays. */
export async function detachEnvironment(
  ctx: ServiceContext,
  client: pg.PoolClient,
  environmentId: string,
): Promise<void> {
  const place = await ensureRemovedPlace(client);
  const projectId = newId();
  await client.query(
    `INSERT INTO project (id, organization_id, ref, slug, name)
     VALUES ($1, $2, $3, $4, 'Removed')`,
    [projectId, place, `removed_${projectId}`, projectId],
  );
  await client.query("UPDATE environment SET project_id = $2 WHERE id = $1", [
    environmentId,
    projectId,
  ]);
  await closeEnvironments(client, { environmentIds: [environmentId], now: ctx.clock() });
}
