/** The peer of every figure: graphile-worker alone, on the same database, measured in turn. */
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import pg from "pg";
import { inFlight } from "./in-flight.ts";

const logger = new Logger(() => () => {});
const WARM_UP = 20;

/** Milliseconds from `addJob` to the first line of the handler, one job at a time. */
export async function peerLatencies(databaseUrl: string, samples: number): Promise<number[]> {
  let startedAt: (at: number) => void = () => {};
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 10,
    noHandleSignals: true,
    logger,
    taskList: { stamp: async () => startedAt(performance.now()) },
  });
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
  const latencies: number[] = [];
  for (let i = 0; i < samples + WARM_UP; i++) {
    const started = new Promise<number>((resolve) => {
      startedAt = resolve;
    });
    const sentAt = performance.now();
    await utils.addJob("stamp", {});
    const at = await started;
    if (i >= WARM_UP) latencies.push(at - sentAt);
  }
  await utils.release();
  await runner.stop();
  return latencies;
}

/** Single `addJob` calls a second, 32 in flight over as many connections. */
export async function peerAddRate(databaseUrl: string, count: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 32 });
  const utils = await makeWorkerUtils({ pgPool: pool, logger });
  await inFlight(32, 64, () => utils.addJob("added", {}));
  const startedAt = performance.now();
  await inFlight(32, count, () => utils.addJob("added", { to: "somebody" }));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.query("TRUNCATE graphile_worker._private_jobs");
  await utils.release();
  await pool.end();
  return count / seconds;
}

/** No-op jobs a second that one worker takes and completes one by one, ten at once. */
export async function peerJobRate(databaseUrl: string, count: number): Promise<number> {
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
  await utils.addJobs(
    Array.from({ length: count }, () => ({ identifier: "nothing", payload: {} })),
  );
  let done = 0;
  const allDone = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 10,
    noHandleSignals: true,
    logger,
    taskList: {
      nothing: async () => {
        if (++done === count) allDone.resolve();
      },
    },
  });
  await allDone.promise;
  const seconds = (performance.now() - startedAt) / 1_000;
  await runner.stop();
  await utils.release();
  return count / seconds;
}
