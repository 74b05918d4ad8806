import type { EnvironmentContext } from "#worker/services/context.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { resumeEnvironment } from "#worker/services/queues/resume-environment.ts";

interface Backlog {
  taskId: string;
  queue?: string;
  count: number;
  /** The runs are dealt to this many keys in turn; 0: none has one. */
  keys?: number;
  /** Before the number of each key. */
  keyPrefix?: string;
  /** They are delayed by a day instead of queued. */
  isDelayed?: boolean;
}

const CHUNK = 100_000;
const LONGEST_DRAIN_MS = 120_000;

/** Runs as a trigger inserts them, any number of them in seconds. */
export async function insertBacklog(ctx: EnvironmentContext, backlog: Backlog): Promise<void> {
  const { taskId, queue = `task/${taskId}`, count, keys = 0, keyPrefix = "key-" } = backlog;
  const { pool } = ctx.db;
  for (let from = 0; from < count; from += CHUNK) {
    await pool.query(
      `INSERT INTO run (id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order,
         payload, payload_type, tags, created_at, updated_at, queued_at, delay_until)
       SELECT gen_random_uuid(), $1, $2, (CASE WHEN $8 THEN 'DELAYED' ELSE 'QUEUED' END)::run_status, $3,
         CASE WHEN $6 = 0 THEN '' ELSE $7 || (n % $6) END, due.at, '{}', 'application/json', '{}',
         now(), now(), due.at, CASE WHEN $8 THEN due.at END
       FROM generate_series($4::int, $5::int) AS n
       CROSS JOIN LATERAL (
         SELECT now() + n * interval '1 microsecond' + CASE WHEN $8 THEN interval '1 day' ELSE interval '0' END AS at
       ) AS due`,
      [
        ...[ctx.environment.id, taskId, queue, from, Math.min(from + CHUNK, count) - 1],
        ...[keys, keyPrefix, backlog.isDelayed ?? false],
      ],
    );
  }
  await pool.query("VACUUM ANALYZE run");
}

/** Lets the environment's workers take what is queued until `count` attempts more have ended; runs a second. */
export async function drain(ctx: EnvironmentContext, count: number): Promise<number> {
  const before = await countEnded(ctx);
  const startedAt = performance.now();
  await resumeEnvironment(ctx);
  for (;;) {
    const ended = (await countEnded(ctx)) - before;
    if (ended >= count) {
      const rate = ended / ((performance.now() - startedAt) / 1_000);
      await pauseEnvironment(ctx);
      await settled(ctx);
      return rate;
    }
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs > LONGEST_DRAIN_MS) {
      throw new Error(`Only ${ended} of ${count} runs ended in ${LONGEST_DRAIN_MS / 1_000} s.`);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs(count - ended, ended / elapsedMs)));
  }
}

/**
 * To count reads all attempts, on the processors that are measured: every 50 ms, that was a tenth of all that
 * Postgres did. Half of what is left at this rate may pass without a look.
 */
function pauseMs(left: number, perMs: number): number {
  return Math.min(1_000, Math.max(50, left / Math.max(perMs, 1) / 2));
}

/** All attempts of the database: a bench has it for itself. */
async function countEnded({ db }: EnvironmentContext): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM attempt WHERE finished_at IS NOT NULL",
  );
  return rows[0]?.count ?? 0;
}

/** Nothing is admitted or executes any more. */
async function settled({ db, environment }: EnvironmentContext): Promise<void> {
  for (;;) {
    const { rows } = await db.pool.query(
      "SELECT 1 FROM run WHERE environment_id = $1 AND holds_slot LIMIT 1",
      [environment.id],
    );
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
