import { drain, insertBacklog } from "./backlog.ts";
import type { BenchDatabase } from "./bench-database.ts";
import { startBenchWorker } from "./bench-worker.ts";
import { perSecond, printFigures } from "./figures.ts";
import { peerJobRate } from "./peer.ts";

const ROUNDS = 3;
const RUNS = 10_000;
const KEYS = 10_000;
const LARGE = 1_000_000;
const WARM_UP = 2_000;

const FILES = {
  "trigger/noop.ts": `
    import { queue, task } from "@pawl/sdk";
    const perUser = queue({ name: "per-user", concurrencyLimit: 1 });
    export const noop = task({ id: "noop", run: async () => {} });
    export const keyed = task({ id: "keyed", queue: perUser, run: async () => {} });
  `,
};

/** No-op runs from queued to final with one worker, attempts and events recorded, in warm processes of user code. */
export async function benchDrainRate(database: BenchDatabase): Promise<void> {
  const worker = await startBenchWorker(database.url, FILES);
  const { ctx } = worker;
  const [plain, peer]: [number[], number[]] = [[], []];
  await insertBacklog(ctx, { taskId: "noop", count: WARM_UP });
  await drain(ctx, WARM_UP - 100);
  for (let round = 0; round < ROUNDS; round++) {
    await insertBacklog(ctx, { taskId: "noop", count: RUNS });
    peer.push(await peerJobRate(database.url, RUNS));
    plain.push(await drain(ctx, RUNS - 100));
  }
  await worker.stop();
  printFigures(`No-op runs from queued to final, ${RUNS.toLocaleString("en")} a round`, [
    { name: "graphile-worker, one by one", rounds: peer, write: perSecond },
    { name: "pawl, one worker", rounds: plain, write: perSecond, against: peer },
  ]);
}

/** The same with a backlog of a million in ten thousand keys, against ten thousand in as many keys. */
export async function benchLargeBacklog(database: BenchDatabase): Promise<void> {
  const small = await startBenchWorker(await database.another("small"), FILES);
  const large = await startBenchWorker(await database.another("large"), FILES);
  const keyed = { taskId: "keyed", queue: "per-user", keys: KEYS };
  await insertBacklog(large.ctx, { ...keyed, count: LARGE });
  const [smallRates, largeRates]: [number[], number[]] = [[], []];
  for (const { ctx } of [small, large]) {
    if (ctx === small.ctx) await insertBacklog(ctx, { ...keyed, count: WARM_UP });
    await drain(ctx, WARM_UP - 100);
  }
  for (let round = 0; round < ROUNDS; round++) {
    await insertBacklog(small.ctx, { ...keyed, count: RUNS });
    smallRates.push(await drain(small.ctx, RUNS - 100));
    largeRates.push(await drain(large.ctx, RUNS - 100));
  }
  await small.stop();
  await large.stop();
  printFigures(
    `Keyed no-op runs (limit 1 a key, ${KEYS.toLocaleString("en")} keys) from queued to final`,
    [
      { name: "10,000 queued", rounds: smallRates, write: perSecond },
      { name: "1,000,000 queued", rounds: largeRates, write: perSecond, against: smallRates },
    ],
  );
}
