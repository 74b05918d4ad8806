import type pg from "pg";
import type { NewRun } from "./prepare-run.ts";

/**
 * Pushes the start of the run that holds this one's debounce key, only ever later, and returns its id.
 * Undefined when there is none to push: it has been queued meanwhile, or would be pushed beyond
 * `maxDelay`; then it has let go of the key, proceeds as it is, and a new one may be made.
 *
 * Most calls of a burst fall into the same second and, leading, write nothing.
 */
export async function debounceRun(pool: pg.Pool, run: NewRun): Promise<string | undefined> {
  const { debounce } = run;
  if (!debounce) return undefined;
  const { rows } = await pool.query<{ id: string; isPushed: boolean; isDone: boolean }>({
    name: debounce.isTrailing ? "debounce-trailing" : "debounce-leading",
    text: debounce.isTrailing ? TRAILING : LEADING,
    values: [
      run.environmentId,
      run.taskSlug,
      debounce.key,
      run.delayUntil,
      run.createdAt,
      debounce.maxDelayMs,
      ...(debounce.isTrailing ? NEWEST.map(([, , read]) => read(run)) : []),
    ],
  });
  return rows.find(({ isPushed, isDone }) => isPushed || isDone)?.id;
}

/** What the newest call replaces. */
const NEWEST: [column: string, type: string, read: (run: NewRun) => unknown][] = [
  ["payload", "text", (run) => run.payload],
  ["payload_type", "text", (run) => run.payloadType],
  ["metadata", "jsonb", (run) => run.metadata],
  ["tags", "text[]", (run) => run.tags],
  ["max_attempts", "int", (run) => run.maxAttempts],
  ["max_duration_seconds", "int", (run) => run.maxDurationSeconds],
  ["machine", "text", (run) => run.machine],
];

/** The guard of each update is seen against the newest version of the row, whoever changes it meanwhile. */
const statement = (isTrailing: boolean) => `
WITH open AS (
  SELECT id, coalesce(delay_until >= $4, false) AS is_late_enough,
    coalesce($4::timestamptz > created_at + make_interval(secs => $6::float8 / 1000), false) AS is_too_late
  FROM run WHERE environment_id = $1 AND task_slug = $2 AND open_debounce_key = $3
), pushed AS (
  UPDATE run SET
    delay_until = greatest(delay_until, $4),
    queue_order = greatest(delay_until, $4) - make_interval(secs => priority_ms / 1000.0),
    queued_at = greatest(delay_until, $4),
    expires_at = expires_at + (greatest(delay_until, $4) - coalesce(delay_until, created_at)),
    updated_at = $5::timestamptz${isTrailing ? NEWEST.map(([column, type], index) => `, ${column} = $${index + 7}::${type}`).join("") : ""}
  FROM open WHERE run.id = open.id AND NOT open.is_too_late
    AND run.open_debounce_key = $3${isTrailing ? "" : " AND NOT open.is_late_enough"}
  RETURNING run.id
), released AS (
  UPDATE run SET debounce_key = NULL FROM open
  WHERE run.id = open.id AND open.is_too_late AND run.open_debounce_key = $3
)
SELECT id, id IN (SELECT id FROM pushed) AS "isPushed",
  NOT is_too_late AND is_late_enough AND ${isTrailing ? "false" : "true"} AS "isDone"
FROM open`;

const LEADING = statement(false);
const TRAILING = statement(true);
