import { PRESET_TABLE } from "#worker/domain/machine-room.ts";

/** The machines as a relation. */
export const PRESETS = `SELECT * FROM (VALUES ${PRESET_TABLE.map(
  ({ name, cpu, memoryMb, identifier }) =>
    `('${name}', ${cpu}::float8, ${memoryMb}, '${identifier}')`,
).join(", ")}) AS preset(name, cpu, memory_mb, identifier)`;

const ROOM_OF_ALL =
  "count(*) AS places, coalesce(sum(preset.cpu), 0) AS cpu, coalesce(sum(preset.memory_mb), 0) AS memory_mb";

/**
 * What executes on workers that are drained: it holds slots and none of the places that are given out. The
 * condition without a column is looked at first, so this costs nothing while nobody is drained.
 */
const LEAVING = `
SELECT ${ROOM_OF_ALL}
FROM worker JOIN attempt ON attempt.worker_id = worker.id AND attempt.status = 'EXECUTING'
JOIN run ON run.id = attempt.run_id AND run.status = 'EXECUTING'
LEFT JOIN (${PRESETS}) AS preset ON preset.name = run.machine
WHERE worker.stopped_at IS NULL AND worker.draining_at IS NOT NULL
  AND (SELECT count(*) FROM worker WHERE stopped_at IS NULL AND draining_at IS NOT NULL) > 0`;

/** What the workers that take work have left, in places and room; null: none has registered. */
export const FREE_PLACES = `
-- A worker that takes more runs than it has slots lets them wait: they take no room yet.
SELECT alive.places - used.places + leaving.places AS free_places, alive.cpu - used.cpu + leaving.cpu AS free_cpu,
  alive.memory_mb - used.memory_mb + leaving.memory_mb AS free_memory_mb
FROM (
  SELECT sum(capacity) AS places, sum(cpu * greatest(1, capacity::float8 / slots)) AS cpu,
    sum(memory_mb * greatest(1, capacity::float8 / slots)) AS memory_mb
  FROM worker WHERE stopped_at IS NULL AND draining_at IS NULL
) AS alive CROSS JOIN (${LEAVING}) AS leaving CROSS JOIN LATERAL (
  -- In the index's own order, so that the planner does not take the table for the shorter way.
  SELECT ${ROOM_OF_ALL} FROM (SELECT machine FROM run WHERE holds_slot
    ORDER BY environment_id, queue_name, concurrency_key LIMIT alive.places + leaving.places) AS slot
  LEFT JOIN (${PRESETS}) AS preset ON preset.name = slot.machine
) AS used`;
