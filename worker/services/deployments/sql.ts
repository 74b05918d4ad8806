import type pg from "pg";

export interface DeploymentRow {
  id: string;
  version: string;
  createdAt: Date;
  createdBy: string | null;
  git: unknown;
  isCurrent: boolean;
  runtimeVersion: string;
  sdkVersion: string;
  taskCount: number;
  /** Counts by what happened. */
  events: Record<string, number>;
  executing: number;
}

export interface DeploymentPage {
  environmentId: string;
  /** Older than this one, or newer. */
  after: string | undefined;
  before: string | undefined;
  from: Date | undefined;
  to: Date | undefined;
  limit: number;
}

/**
 * A page without what a manifest holds, which can be large. Runs are sums that were folded, and what executes comes from
 * the index of slots, which is as long as the environment's limit at most: no run is scanned.
 */
export async function readDeployments(
  pool: pg.Pool,
  page: DeploymentPage,
): Promise<DeploymentRow[]> {
  const { rows } = await pool.query<DeploymentRow>({
    name: page.before ? "deployments-before" : "deployments-after",
    text: `${SELECT}
      WHERE d.environment_id = $1 AND ($2::uuid IS NULL OR d.id ${page.before ? ">" : "<"} $2)
        AND ($3::timestamptz IS NULL OR d.created_at >= $3)
        AND ($4::timestamptz IS NULL OR d.created_at <= $4)
      ORDER BY d.id ${page.before ? "ASC" : "DESC"} LIMIT $5`,
    values: [page.environmentId, page.before ?? page.after, page.from, page.to, page.limit],
  });
  return rows;
}

/** By id or version; null where there is none. */
export async function readDeployment(
  pool: pg.Pool,
  environmentId: string,
  { id, version }: { id: string | null; version: string },
): Promise<DeploymentRow | null> {
  const { rows } = await pool.query<DeploymentRow>({
    name: "read-deployment",
    text: `${SELECT} WHERE d.environment_id = $1 AND (d.id = $2 OR d.version = $3)`,
    values: [environmentId, id, version],
  });
  return rows[0] ?? null;
}

const SELECT = `
SELECT d.id, d.version, d.created_at AS "createdAt", d.created_by AS "createdBy", d.git,
  d.is_current AS "isCurrent", d.manifest ->> 'runtimeVersion' AS "runtimeVersion",
  d.manifest ->> 'sdkVersion' AS "sdkVersion", jsonb_array_length(d.manifest -> 'tasks') AS "taskCount",
  coalesce((SELECT jsonb_object_agg(sums.event, sums.count) FROM deployment_rollup AS sums
    WHERE sums.environment_id = d.environment_id AND sums.deployment_id = d.id), '{}') AS events,
  (SELECT count(*)::int FROM run WHERE run.environment_id = d.environment_id AND run.holds_slot
    AND run.deployment_id = d.id) AS executing
FROM deployment AS d`;
