import { FREE_PLACES } from "../../machines/sql.ts";
import { COUNTS, startsLeft } from "../rates/sql.ts";

const QUEUED = "environment_id = $1 AND lane_order IS NOT NULL";
const IN_LANE_ORDER = "ORDER BY queue_name, concurrency_key, lane_order, id LIMIT 1";

/** The next queue with a queued run behind `from`; behind the last one comes the first, up to `start`. */
const nextQueue = (from: string, isWrapped: string, start: string) => `(
  (SELECT queue_name, ${isWrapped} AS is_wrapped FROM run
    WHERE ${QUEUED} AND queue_name > ${from} AND (NOT ${isWrapped} OR queue_name <= ${start}) ${IN_LANE_ORDER})
  UNION ALL
  (SELECT queue_name, true FROM run
    WHERE ${QUEUED} AND NOT ${isWrapped} AND queue_name <= ${start} ${IN_LANE_ORDER})
  LIMIT 1
)`;

/** The same for the lanes of queue `q`, with the place of the lane's oldest run. */
export const nextLane = (from: string, isWrapped: string) => `(
  (SELECT concurrency_key, lane_order, ${isWrapped} AS is_wrapped FROM run
    WHERE ${QUEUED} AND queue_name = q.queue_name AND concurrency_key > ${from}
      AND (NOT ${isWrapped} OR concurrency_key <= q.last_key) ${IN_LANE_ORDER})
  UNION ALL
  (SELECT concurrency_key, lane_order, true FROM run
    WHERE ${QUEUED} AND NOT ${isWrapped} AND queue_name = q.queue_name AND concurrency_key <= q.last_key
    ${IN_LANE_ORDER})
  LIMIT 1
)`;

/**
 * Slots in use are counted, in the index `run_slot`, and no further than the limit they are compared
 * with. The order is the index's own, so that the planner does not take the table for the shorter way.
 */
const slotsInUse = (which: string, limit: string) => `(
  SELECT count(*) FROM (
    SELECT FROM run WHERE holds_slot AND ${which}
    ORDER BY environment_id, queue_name, concurrency_key LIMIT ${limit}
  ) AS slot
)::int`;

const HAS_LOW = `(SELECT 1 FROM run WHERE environment_id = $1 AND queue_name = q.queue_name
  AND concurrency_key = next.concurrency_key AND low_order IS NOT NULL
  ORDER BY environment_id, queue_name, concurrency_key, low_order, id LIMIT 1) IS NOT NULL`;

/** Null: no limit. Zero or less: full, or its first run is due later and with it all but those of negative priority. */
const LANE_ROOM = `(SELECT next.lane_order > $2 AS is_low, CASE WHEN next.lane_order > $2 AND NOT ${HAS_LOW} THEN 0 ELSE least(
  CASE WHEN q.key_limit IS NOT NULL THEN q.key_limit - ${slotsInUse("environment_id = $1 AND queue_name = q.queue_name AND concurrency_key = next.concurrency_key", "q.key_limit")} END,
  CASE WHEN q.key_rate IS NOT NULL THEN ${startsLeft("q.key_rate", "q.queue_name", "next.concurrency_key")} END
) END AS room)`;

const QUEUE_COLUMNS = "q.queue_name, q.position, q.last_key, q.key_limit, q.key_rate, q.queue_room";

/**
 * A worker with free places fills those, and leaves what others have to them: they hear the same bells. One without
 * gives out what the others have, so that nothing waits for them to look. Neither lets in what would only
 * stand at its own door.
 */
const PLACES_GIVEN = `
SELECT free_cpu, free_memory_mb, least(free_places, CASE WHEN $5::int IS NULL THEN NULL WHEN $5 > 0 THEN $5 ELSE
  greatest(0, free_places - greatest(0, coalesce((
    SELECT capacity FROM worker WHERE id = $6::uuid AND stopped_at IS NULL AND draining_at IS NULL
  ), 0) - $7::int)) END) AS free_places
FROM (${FREE_PLACES}) AS all_workers`;

/** Exported for the test of what it costs. */
export const READ_ADMISSION = `
WITH RECURSIVE place AS MATERIALIZED (
  SELECT coalesce(turn.turn, 0) AS turn, coalesce(turn.last_queue, '') AS last_queue,
    workers.free_places, workers.free_cpu, workers.free_memory_mb,
    greatest(0, least($3::int, ceil(workers.free_places / $4::float8)::int, environment.concurrency_limit
      - ${slotsInUse("environment_id = $1", "environment.concurrency_limit")})) AS free,
    (SELECT ends_at FROM rate_window WHERE ${COUNTS} AND EXISTS (SELECT FROM rate_window WHERE ${COUNTS} AND is_full)
      ORDER BY ends_at LIMIT 1) AS opens_at
  FROM environment LEFT JOIN admission_turn AS turn ON turn.environment_id = environment.id
  CROSS JOIN (${PLACES_GIVEN}) AS workers
  WHERE environment.id = $1 AND environment.paused_at IS NULL
), queue_walk AS (
  SELECT next.queue_name, next.is_wrapped, place.last_queue AS start, 1 AS position
  FROM place CROSS JOIN LATERAL ${nextQueue("place.last_queue", "false", "place.last_queue")} AS next
  WHERE place.free > 0
  UNION ALL
  SELECT next.queue_name, next.is_wrapped, walk.start, walk.position + 1
  FROM queue_walk AS walk
  CROSS JOIN LATERAL ${nextQueue("walk.queue_name", "walk.is_wrapped", "walk.start")} AS next
), open_queue AS MATERIALIZED (
  SELECT walk.queue_name, walk.position, coalesce(cursor.last_key, '') AS last_key,
    settings.key_limit, settings.key_rate, settings.room AS queue_room
  FROM queue_walk AS walk
  -- LIMIT keeps the planner from joining the whole walk at once.
  LEFT JOIN LATERAL (
    SELECT coalesce(concurrency_limit_override, concurrency_limit) AS key_limit,
      CASE rate_scope WHEN 'KEY' THEN rate_limit END AS key_rate, paused_at,
      least(
        CASE WHEN total_concurrency_limit IS NOT NULL THEN total_concurrency_limit
          - ${slotsInUse("environment_id = $1 AND queue_name = walk.queue_name", "total_concurrency_limit")} END,
        CASE rate_scope WHEN 'QUEUE' THEN ${startsLeft("rate_limit", "walk.queue_name")} END
      ) AS room
    FROM queue WHERE environment_id = $1 AND name = walk.queue_name LIMIT 1
  ) AS settings ON true
  LEFT JOIN LATERAL (
    SELECT last_key FROM queue_cursor WHERE environment_id = $1 AND queue_name = walk.queue_name LIMIT 1
  ) AS cursor ON true
  WHERE settings.paused_at IS NULL AND coalesce(settings.key_limit, 1) > 0 AND coalesce(settings.room, 1) > 0
), lane AS (
  -- Queues are not counted here, only lanes that may start: those that wait for a slot of their own or
  -- for a retry would take the look of all behind them, and the cursor never moves past them.
  SELECT ${QUEUE_COLUMNS}, next.concurrency_key, next.is_wrapped, lane.room, lane.is_low,
    1 AS step, (coalesce(lane.room, 1) > 0)::int AS found
  FROM open_queue AS q
  CROSS JOIN LATERAL ${nextLane("q.last_key", "false")} AS next
  CROSS JOIN LATERAL ${LANE_ROOM} AS lane
  UNION ALL
  SELECT ${QUEUE_COLUMNS}, next.concurrency_key, next.is_wrapped, lane.room, lane.is_low,
    q.step + 1, q.found + (coalesce(lane.room, 1) > 0)::int
  FROM lane AS q
  CROSS JOIN LATERAL ${nextLane("q.concurrency_key", "q.is_wrapped")} AS next
  CROSS JOIN LATERAL ${LANE_ROOM} AS lane
  WHERE q.queue_room IS NULL OR q.found < q.queue_room
)
SELECT place.turn::text, place.free AS "freeSlots", place.free_places::int AS "freePlaces",
  place.free_cpu AS "freeCpu", place.free_memory_mb AS "freeMemoryMb", place.opens_at AS "opensAt",
  lane.queue_name AS queue, lane.concurrency_key AS key, lane.room, lane.queue_room AS "queueRoom",
  lane.is_low AS "isLow", lane.last_key AS cursor
FROM place LEFT JOIN (
  SELECT * FROM lane WHERE coalesce(room, 1) > 0 LIMIT (SELECT free FROM place)
) AS lane ON true
ORDER BY lane.step, lane.position`;
