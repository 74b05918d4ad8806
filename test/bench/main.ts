/**
 * `npm run bench`: figures, each beside a peer measured in turn in the same run on the same database.
 * Absolute times depend on the machine; the ratios are what to look at.
 */
import { temporaryBenchDatabase } from "./bench-database.ts";
import { benchColdStart } from "./cold-start.ts";
import { benchHookOverhead } from "./hook-overhead.ts";
import { benchRunList } from "./run-list.ts";
import { benchStartCost } from "./start-cost.ts";
import { benchStartLatency } from "./start-latency.ts";
import { benchWaits } from "./waits.ts";

await benchHookOverhead();
await benchColdStart();
await benchStartCost();

const database = await temporaryBenchDatabase();
try {
  await benchStartLatency(database.url);
  await benchWaits(database.url);
  await benchRunList(database.url);
} finally {
  await database.stop();
}
