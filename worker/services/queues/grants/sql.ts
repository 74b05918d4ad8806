import { DEFAULT_MACHINE } from "#sdk/wire/machine.ts";
import { type Room, roomOf } from "#worker/domain/machine-room.ts";
import { DEQUEUED_RUN, ITS_OPEN_ATTEMPT, ITS_QUEUE_AND_DEPLOYMENT } from "../../attempts/sql.ts";
import { PRESETS } from "../../machines/sql.ts";
import { changeColumns, movingRuns } from "../../runs/transition/sql.ts";
import { COUNTING_STARTS } from "../rates/sql.ts";

/** More than one admission can begin per lane would let them pile up; many would make one slow. */
const FORGET_AT_ONCE = 1000;

/** A condition about the lane alone is looked at first: of the two, one is not executed. */
const firstOfLane = (order: string, which: string) => `
  SELECT id, coalesce(machine, (
    SELECT task.machine FROM task WHERE task.environment_id = run.environment_id AND task.slug = run.task_slug
  ), '${DEFAULT_MACHINE}') AS machine, coalesce(unstarted_expires_at <= $4, false) AS is_over
  FROM run WHERE environment_id = turn.environment_id AND ${order} IS NOT NULL
    AND queue_name = lane.queue AND concurrency_key = lane.key AND ${which}
  ORDER BY ${order}, id LIMIT lane.count
  FOR UPDATE SKIP LOCKED`;

const CANDIDATES = `
turn AS (
  INSERT INTO admission_turn AS kept (environment_id, turn, last_queue) VALUES ($1, $2::bigint + 1, $3)
  ON CONFLICT (environment_id) DO UPDATE SET turn = excluded.turn, last_queue = excluded.last_queue
  WHERE kept.turn = $2::bigint
  RETURNING environment_id
), candidate AS MATERIALIZED (
  SELECT head.id, lane.queue, lane.key, head.machine, head.is_over, row_number() OVER () AS place
  -- Through the turn's row: no run is locked unless the turn is ours.
  FROM turn CROSS JOIN unnest($5::text[], $6::text[], $7::int[], $12::bool[]) AS lane(queue, key, count, is_low)
  CROSS JOIN LATERAL (
    SELECT * FROM (${firstOfLane("lane_order", "NOT lane.is_low AND lane_order <= $4")}) AS due
    UNION ALL
    SELECT * FROM (${firstOfLane("low_order", "lane.is_low AND low_order IS NOT NULL")}) AS low
  ) AS head
), sized AS MATERIALIZED (
  SELECT candidate.*, preset.cpu, preset.memory_mb, preset.identifier, EXISTS (
    SELECT FROM worker WHERE stopped_at IS NULL AND worker.cpu >= preset.cpu
      AND worker.memory_mb >= preset.memory_mb AND draining_at IS NULL
  ) OR $10::float8 IS NULL AS has_worker
  FROM candidate JOIN (${PRESETS}) AS preset ON preset.name = candidate.machine
  WHERE NOT is_over
), head AS MATERIALIZED (
  SELECT * FROM (
    SELECT sized.*, sum(cpu) OVER so_far AS cpu_so_far, sum(memory_mb) OVER so_far AS memory_so_far
    FROM sized WHERE has_worker AND ($10 IS NULL OR cpu <= $10 AND memory_mb <= $11::float8)
    -- In their own order: the join above may give them in that of the machines.
    WINDOW so_far AS (ORDER BY place ROWS UNBOUNDED PRECEDING)
  ) AS each WHERE $10 IS NULL OR cpu_so_far <= $10 AND memory_so_far <= $11::float8
), too_large AS (
  UPDATE run SET needed_machine = sized.machine FROM sized WHERE run.id = sized.id AND NOT has_worker
), cursor AS (
  INSERT INTO queue_cursor (environment_id, queue_name, last_key)
  SELECT turn.environment_id, queue, key FROM turn CROSS JOIN unnest($8::text[], $9::text[]) AS c(queue, key)
  ON CONFLICT (environment_id, queue_name) DO UPDATE SET last_key = excluded.last_key
), forgotten AS (
  -- Starts that count no more, a few at a time.
  DELETE FROM rate_window USING (
    SELECT w.queue_name, w.concurrency_key, w.ends_at FROM turn JOIN rate_window AS w USING (environment_id)
    WHERE w.ends_at <= $4 ORDER BY w.ends_at LIMIT ${FORGET_AT_ONCE}
  ) AS over
  WHERE rate_window.environment_id = $1 AND rate_window.queue_name = over.queue_name
    AND rate_window.concurrency_key = over.concurrency_key AND rate_window.ends_at = over.ends_at
)`;

const JOBS = `
job AS (
  SELECT count(*) FROM graphile_worker.add_jobs(ARRAY(
    SELECT json_populate_record(NULL::graphile_worker.job_spec, json_build_object(
      'identifier', identifier, 'max_attempts', 1, 'payload',
      json_build_object('runId', id, 'environmentId', environment_id, 'machine', machine)
    )) FROM moved JOIN (${PRESETS}) AS preset ON preset.name = moved.machine
    WHERE moved.status = 'DEQUEUED'
  )) WHERE EXISTS (SELECT FROM moved WHERE status = 'DEQUEUED')
)`;

const MOVED = `coalesce((SELECT json_agg(id) FROM moved), '[]')`;
const OVER = `coalesce((SELECT json_agg(id) FROM candidate WHERE is_over), '[]')`;
/** A CTE that only reads is run because it is asked: the jobs are. */
const WITH_JOBS = "(SELECT count FROM job) >= 0";

export const TAKE_RUNS = `
WITH ${CANDIDATES}, ${movingRuns(
  `SELECT ${changeColumns({ run_id: "id", target: "'DEQUEUED'", at: "$4", machine: "machine" })} FROM head`,
)}, ${JOBS}
SELECT ${MOVED} AS moved, ${OVER} AS over FROM turn WHERE ${WITH_JOBS}`;

/** What a place is kept for while nobody knows yet what will take it; larger runs come to it with a job. */
export const LARGEST_STARTED_HERE: Room = roomOf(DEFAULT_MACHINE);

const ifStarted = (value: string) => `CASE WHEN "attemptId" IS NOT NULL THEN ${value} END`;

/**
 * The same, and those of the runs start that fit into a default place, whose task is known in the deployment they
 * would start on, and which have no attempt that waits in its code. A worker that somebody drains, or that was
 * given up, starts nothing, though it may not have heard of that yet. Rows of runs are as they were in the queue.
 */
export const TAKE_AND_START_RUNS = `
WITH ${CANDIDATES}, starting AS MATERIALIZED (
  SELECT known.*, head.id AS run_id, head.machine AS "placedOn", CASE WHEN known.id IS NOT NULL
    THEN ($13::uuid[])[count(known.id) OVER (ORDER BY head.place ROWS UNBOUNDED PRECEDING)] END AS "attemptId"
  -- LIMIT keeps the planner from joining each with each.
  FROM head LEFT JOIN LATERAL (
    SELECT ${DEQUEUED_RUN} FROM (SELECT * FROM run WHERE run.id = head.id LIMIT 1) AS run
    ${ITS_QUEUE_AND_DEPLOYMENT}
    WHERE head.cpu <= ${LARGEST_STARTED_HERE.cpu} AND head.memory_mb <= ${LARGEST_STARTED_HERE.memoryMb}
      AND (coalesce(run.deployment_id, deployment.id), run.task_slug) IN (SELECT * FROM unnest($15::uuid[], $16::text[]))
      AND (${ITS_OPEN_ATTEMPT} LIMIT 1) IS NULL
      AND (SELECT id FROM worker WHERE id = $14 AND stopped_at IS NULL AND draining_at IS NULL) IS NOT NULL
    LIMIT 1
  ) AS known ON true
), ${movingRuns(
  `SELECT ${changeColumns({
    run_id: "run_id",
    target: `CASE WHEN "attemptId" IS NULL THEN 'DEQUEUED' ELSE 'EXECUTING' END`,
    through: ifStarted("'DEQUEUED'"),
    at: "$4",
    machine: `"placedOn"`,
    fence: ifStarted(`"attemptNumber"`),
    attempt_number: ifStarted(`"attemptNumber" + 1`),
    deployment_id: ifStarted(`"deploymentId"`),
    attempt_id: `"attemptId"`,
    worker_id: ifStarted("$14"),
    attempt_deployment_id: ifStarted(`"deploymentId"`),
  })} FROM starting`,
)}, ${COUNTING_STARTS}, ${JOBS}
SELECT started.*, CASE WHEN coalesce(started.nth, 1) = 1 THEN ${MOVED} END AS moved,
  CASE WHEN coalesce(started.nth, 1) = 1 THEN ${OVER} END AS over
FROM turn LEFT JOIN (
  SELECT starting.*, row_number() OVER () AS nth FROM starting
  -- As a condition on its own it is looked up in a hash.
  WHERE "attemptId" IS NOT NULL AND (run_id IN (SELECT id FROM moved)) IS TRUE
) AS started ON true
WHERE ${WITH_JOBS}`;
