import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { resumeEnvironment } from "#worker/services/queues/resume-environment.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import { drain, insertBacklog } from "./backlog.ts";
import type { BenchDatabase } from "./bench-database.ts";
import { type BenchWorker, startBenchWorker } from "./bench-worker.ts";
import { ms, percentile, perSecond, printFigures, printTable, spread } from "./figures.ts";
import { peerJobRate } from "./peer.ts";

const ROUNDS = 3;
const LIGHT_KEYS = 9_999;
const RUNS_A_KEY = 6;
const HEAVY_RUNS = 100_000;
const ARRIVALS = 100;

const FILES = {
  "trigger/noop.ts": `
    import { queue, task } from "@pawl/sdk";
    const perUser = queue({ name: "per-user", concurrencyLimit: 1 });
    export const keyed = task({ id: "keyed", queue: perUser, run: async () => {} });
  `,
};
const KEYED = { taskId: "keyed", queue: "per-user" };

/** Ten thousand keys of limit 1, one of which has a hundred thousand runs queued. */
export async function benchFairness(database: BenchDatabase): Promise<void> {
  const url = await database.another("fairness");
  const worker = await startBenchWorker(url, FILES);
  const { ctx } = worker;
  await insertBacklog(ctx, { ...KEYED, count: HEAVY_RUNS, keys: 1, keyPrefix: "heavy-" });
  await drain(ctx, 500);
  const arrivals: number[] = [];
  for (let round = 0; round < ROUNDS; round++) arrivals.push(...(await lightArrivals(worker)));
  const [rates, peer, indexes]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    await worker.db.pool.query("DELETE FROM run WHERE concurrency_key LIKE 'light-%'");
    const backlog = { ...KEYED, count: LIGHT_KEYS * RUNS_A_KEY, keys: LIGHT_KEYS };
    await insertBacklog(ctx, { ...backlog, keyPrefix: "light-" });
    peer.push(await peerJobRate(url, 10_000));
    // Half of it: afterwards keys run dry, and what they were given says nothing about fairness.
    rates.push(await drain(ctx, (LIGHT_KEYS * RUNS_A_KEY) / 2));
    indexes.push(await jainIndex(worker));
  }
  await worker.stop();
  printFigures("10,000 keys of limit 1, one of them with 100,000 queued", [
    { name: "graphile-worker, one by one", rounds: peer, write: perSecond },
    { name: "pawl, all keys together", rounds: rates, write: perSecond, against: peer },
    { name: "Jain index of the light keys", rounds: indexes, write: (value) => value.toFixed(4) },
  ]);
  const first = spread(arrivals, ms);
  printTable(`A light key's first run while the heavy one works, ${arrivals.length} arrivals`, [
    ["", "min", "median", "p99", "max"],
    [
      "queued to started",
      first[0] ?? "",
      first[1] ?? "",
      ms(percentile(arrivals, 0.99)),
      first[2] ?? "",
    ],
  ]);
}

/** Each by itself, while the heavy key has the worker: milliseconds until it starts. */
async function lightArrivals({ ctx, db }: BenchWorker): Promise<number[]> {
  await resumeEnvironment(ctx);
  const ids: string[] = [];
  for (let i = 0; i < ARRIVALS; i++) {
    const input = triggerInput.parse({
      payload: {},
      options: { concurrencyKey: `arrival-${i}`, queue: { name: "per-user" } },
    });
    ids.push((await triggerRun(ctx, { taskId: "keyed", input })).id);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const waited = await waitedMs(db, ids);
  await pauseEnvironment(ctx);
  return waited;
}

async function waitedMs(db: BenchWorker["db"], ids: string[]): Promise<number[]> {
  for (;;) {
    const { rows } = await db.pool.query<{ ms: number }>(
      `SELECT extract(epoch FROM attempt.started_at - run.created_at)::float * 1000 AS ms
       FROM run JOIN attempt ON attempt.run_id = run.id AND attempt.number = 1 WHERE run.id = ANY($1::uuid[])`,
      [ids],
    );
    if (rows.length === ids.length) return rows.map((row) => row.ms);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** (Σx)² / nΣx² over what each light key was given: 1 when all were given the same. */
async function jainIndex({ db }: BenchWorker): Promise<number> {
  const { rows } = await db.pool.query<{ index: number }>(
    `SELECT (sum(given) ^ 2 / (count(*) * sum(given ^ 2)))::float AS index FROM (
       SELECT count(*) FILTER (WHERE status = 'COMPLETED') AS given
       FROM run WHERE concurrency_key LIKE 'light-%' GROUP BY concurrency_key
     ) AS keys`,
  );
  return rows[0]?.index ?? Number.NaN;
}
