import type pg from "pg";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { voidAdmission } from "../queues/sql.ts";

/** An underscore first: no person's organization can have this slug. */
const REMOVED_SLUG = "_removed";
/** A process may have looked a key up just before it went. */
const SETTLE_MS = 5_000;

/** The organization without members that keeps what is being removed; nobody sees into it. */
export async function ensureRemovedPlace(client: pg.PoolClient): Promise<string> {
  await client.query({
    name: "ensure-removed-place",
    text: `
      INSERT INTO organization (id, slug, name) VALUES ($1, $2, 'Removed')
      ON CONFLICT (slug) DO NOTHING`,
    values: [newId(), REMOVED_SLUG],
  });
  const { rows } = await client.query<{ id: string }>({
    name: "find-removed-place",
    text: "SELECT id FROM organization WHERE slug = $1",
    values: [REMOVED_SLUG],
  });
  const [row] = rows;
  if (!row) throw new Error("The organization of what is removed was just made.");
  return row.id;
}

/**
 * From this commit on nothing is triggered in these environments and nothing starts: their keys are gone,
 * their schedules do not tick, their admission is paused and what it had decided is void.
 */
export async function closeEnvironments(
  client: pg.PoolClient,
  { environmentIds, now }: { environmentIds: string[]; now: Date },
): Promise<void> {
  const those = "environment_id = ANY($1::uuid[])";
  await client.query("DELETE FROM api_key WHERE environment_id = ANY($1::uuid[])", [
    environmentIds,
  ]);
  await client.query(
    "UPDATE environment SET paused_at = $2, paused_by = NULL WHERE id = ANY($1::uuid[])",
    [environmentIds, now],
  );
  await client.query(
    `UPDATE schedule SET archived_at = $2, next_tick_at = NULL, next_start_at = NULL
     WHERE ${those} AND archived_at IS NULL`,
    [environmentIds, now],
  );
  await client.query(
    `UPDATE bulk_action SET status = 'ABORTED', completed_at = $2 WHERE ${those} AND status = 'PENDING'`,
    [environmentIds, now],
  );
  await voidAdmission(client, ...environmentIds);
}

/** Environments that people have deleted, and whose rows are still here, the first one first. */
export async function findRemovedEnvironments(ctx: ServiceContext): Promise<string[]> {
  const { rows } = await ctx.db.pool.query<{ id: string }>({
    name: "find-removed-environments",
    text: `
      SELECT environment.id FROM organization
      JOIN project ON project.organization_id = organization.id
      JOIN environment ON environment.project_id = project.id
      WHERE organization.slug = $1 AND environment.paused_at < $2
      ORDER BY environment.paused_at, environment.id`,
    values: [REMOVED_SLUG, new Date(ctx.clock().getTime() - SETTLE_MS)],
  });
  return rows.map(({ id }) => id);
}
