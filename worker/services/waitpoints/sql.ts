import { WAKING_WAITERS } from "../waits/sql.ts";

/**
 * Of concurrent completions the row lets one pass. One that comes after the timeout finds it timed out,
 * also when no sweep has come by yet.
 */
export const COMPLETE_WAITPOINT = `
WITH ended AS (
  UPDATE waitpoint SET
    status = (CASE WHEN timeout_at <= $3 THEN 'TIMED_OUT' ELSE 'COMPLETED' END)::waitpoint_status,
    output = CASE WHEN timeout_at <= $3 THEN NULL ELSE $4 END,
    completed_at = CASE WHEN timeout_at <= $3 THEN timeout_at ELSE $3 END
  WHERE id = $1 AND environment_id = $2 AND status = 'WAITING'
  RETURNING id, status
), ${WAKING_WAITERS}
SELECT status FROM ended`;

/** A slice at a time, oldest first; those that are being completed are left to whoever does that. */
export const TIME_OUT_WAITPOINTS = `
WITH due AS MATERIALIZED (
  SELECT id FROM waitpoint WHERE status = 'WAITING' AND timeout_at <= $1
  ORDER BY timeout_at LIMIT 500 FOR UPDATE SKIP LOCKED
), ended AS (
  UPDATE waitpoint SET status = 'TIMED_OUT', completed_at = timeout_at
  FROM due WHERE waitpoint.id = due.id AND status = 'WAITING'
  RETURNING waitpoint.id
), ${WAKING_WAITERS}
SELECT count(*)::int AS count FROM ended`;
