import type pg from "pg";
import type { ErrorGroup } from "#prisma/generated/client.ts";

export const ACTIVITY_HOURS = 24;

interface Hours {
  taskSlug: string;
  fingerprint: string;
  /** Hours before now. */
  ago: number;
  count: number;
}

type Key = Pick<ErrorGroup, "taskSlug" | "fingerprint">;

/** By group, the last 24 hours, the oldest first: one walk along the key of each. */
export async function readActivity(
  pool: pg.Pool,
  { environmentId, groups, now }: { environmentId: string; groups: Key[]; now: Date },
): Promise<Map<string, number[]>> {
  const { rows } = await pool.query<Hours>({
    name: "error-activity",
    text: `
      SELECT task_slug AS "taskSlug", fingerprint, sum(count)::int AS count,
        (extract(epoch FROM date_bin('1 hour', $4::timestamptz, 'epoch') - starts_at) / 3600)::int AS ago
      FROM unnest($2::text[], $3::text[]) AS wanted(task, key)
      JOIN error_rollup ON environment_id = $1 AND task_slug = wanted.task AND fingerprint = wanted.key
        AND starts_at > $4::timestamptz - make_interval(hours => ${ACTIVITY_HOURS})
      GROUP BY 1, 2, 4`,
    values: [
      environmentId,
      groups.map(({ taskSlug }) => taskSlug),
      groups.map(({ fingerprint }) => fingerprint),
      now,
    ],
  });
  const activity = new Map<string, number[]>();
  for (const row of rows) {
    const hours = activity.get(keyOf(row)) ?? emptyDay();
    const index = ACTIVITY_HOURS - 1 - row.ago;
    if (index >= 0 && index < ACTIVITY_HOURS) hours[index] = row.count;
    activity.set(keyOf(row), hours);
  }
  return activity;
}

export function emptyDay(): number[] {
  return Array.from({ length: ACTIVITY_HOURS }, () => 0);
}

export function keyOf({ taskSlug, fingerprint }: Key): string {
  return `${taskSlug}\n${fingerprint}`;
}

export interface Occurrence {
  at: Date;
  count: number;
}

export async function readOccurrences(
  pool: pg.Pool,
  environmentId: string,
  { group, since }: { group: Key; since: Date },
): Promise<Occurrence[]> {
  const { rows } = await pool.query<Occurrence>({
    name: "error-occurrences",
    text: `
      SELECT starts_at AS at, sum(count)::int AS count FROM error_rollup
      WHERE environment_id = $1 AND task_slug = $2 AND fingerprint = $3 AND starts_at >= $4
      GROUP BY 1 ORDER BY 1`,
    values: [environmentId, group.taskSlug, group.fingerprint, since],
  });
  return rows;
}

export interface VersionRow {
  version: string | null;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

export async function readErrorVersions(
  pool: pg.Pool,
  environmentId: string,
  group: Key,
): Promise<VersionRow[]> {
  const { rows } = await pool.query<VersionRow>({
    name: "error-versions",
    text: `
      SELECT deployment.version, sum(seen.count)::int AS count,
        min(starts_at) AS "firstAt", max(starts_at) AS "lastAt"
      FROM error_rollup AS seen LEFT JOIN deployment ON deployment.id = seen.deployment_id
      WHERE seen.environment_id = $1 AND task_slug = $2 AND fingerprint = $3
      GROUP BY deployment.version, deployment.id ORDER BY deployment.id DESC NULLS LAST LIMIT 50`,
    values: [environmentId, group.taskSlug, group.fingerprint],
  });
  return rows;
}
