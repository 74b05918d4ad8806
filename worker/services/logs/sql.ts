import type pg from "pg";

export interface LogSearch {
  environmentId: string;
  runId: string | null;
  levels: string[] | null;
  from: Date | null;
  to: Date | null;
  after: { micros: string; id: string } | null;
}

export interface LogFilter {
  task: string | null;
  /** A pattern of LIKE. */
  pattern: string | null;
}

export interface LogRow {
  id: string;
  micros: string;
  at: Date;
  level: string;
  message: string;
  runId: string;
  task: string;
  attempt: number | null;
  attributes: Record<string, unknown> | null;
}

/**
 * Lines walk along an index by time, the newest first: that of warnings and errors where only they are asked for, the
 * run's own where it is. What no index can tell, text and task, is looked at line by line and no further than `atOnce`;
 * the limit inside ends the walk, the one outside ends it earlier. The lateral look-up of the run keeps the
 * planner from joining by hash, which would read all of the walk first.
 */
export async function readLogs(
  pool: pg.Pool,
  search: LogSearch,
  filter: LogFilter,
  { atOnce, limit }: { atOnce: number; limit: number },
): Promise<LogRow[]> {
  const { rows } = await pool.query<LogRow>({
    text: `
      SELECT line.id::text, line.micros::text, line.at, line.label AS level, line.message,
        line.run_id AS "runId", owner.task_slug AS task, line.attempt_number AS attempt, line.attributes
      FROM (
        SELECT *, (extract(epoch FROM at) * 1000000)::bigint AS micros FROM run_event AS line
        WHERE ${walk(search)} ORDER BY at DESC, id DESC LIMIT ${atOnce}
      ) AS line
      CROSS JOIN LATERAL (SELECT task_slug FROM run WHERE run.id = line.run_id LIMIT 1) AS owner
      WHERE ($8::text IS NULL OR line.message ILIKE $8) AND ($9::text IS NULL OR owner.task_slug = $9)
      ORDER BY line.at DESC, line.id DESC LIMIT ${limit}`,
    values: [...valuesOf(search), filter.pattern, filter.task],
  });
  return rows;
}

/** The last line of a whole walk; null where the walk ended by itself. */
export async function findWalkEnd(
  pool: pg.Pool,
  search: LogSearch,
  atOnce: number,
): Promise<{ id: string; micros: string; at: Date } | null> {
  const { rows } = await pool.query<{ id: string; micros: string; at: Date }>({
    text: `
      SELECT id::text, (extract(epoch FROM at) * 1000000)::bigint::text AS micros, at FROM run_event AS line
      WHERE ${walk(search)} ORDER BY at DESC, id DESC OFFSET ${atOnce - 1} LIMIT 1`,
    values: valuesOf(search),
  });
  return rows[0] ?? null;
}

/** Fixed text but for its conditions, which are there or not: an index is chosen by what is there. */
function walk({ runId, levels }: LogSearch): string {
  const isWarning = levels?.every((level) => level === "WARN" || level === "ERROR");
  return `line.environment_id = $1 AND line.kind = 'LOG'
    ${isWarning ? "AND line.label IN ('WARN', 'ERROR')" : ""}
    AND ${runId ? "line.run_id = $2" : "$2::uuid IS NULL"}
    AND ($3::text[] IS NULL OR line.label = ANY($3))
    AND line.at >= coalesce($4::timestamptz, '-infinity') AND line.at <= coalesce($5::timestamptz, 'infinity')
    AND (line.at, line.id) < (
      coalesce(timestamptz 'epoch' + $6::bigint * interval '1 microsecond', 'infinity'),
      coalesce($7::bigint, 9223372036854775807)
    )`;
}

function valuesOf({ environmentId, runId, levels, from, to, after }: LogSearch): unknown[] {
  return [environmentId, runId, levels, from, to, after?.micros ?? null, after?.id ?? null];
}
