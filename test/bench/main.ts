/**
 * `npm run bench [-- section …]`: figures, each beside a peer measured in turn in the same run on the same
 * server. Absolute times depend on the machine; the ratios are what to look at.
 */
import { type BenchDatabase, temporaryBenchDatabase } from "./bench-database.ts";
import { benchColdStart } from "./cold-start.ts";
import { benchDashboard } from "./dashboard.ts";
import { benchDrainRate, benchLargeBacklog } from "./drain-rate.ts";
import { benchFairness } from "./fairness.ts";
import { benchHookOverhead } from "./hook-overhead.ts";
import { benchRecovery } from "./recovery.ts";
import { benchRetention } from "./retention.ts";
import { benchRunList } from "./run-list.ts";
import { benchStartCost } from "./start-cost.ts";
import { benchStartLatency } from "./start-latency.ts";
import { benchTriggerRates } from "./trigger-rates.ts";
import { benchWaits } from "./waits.ts";

const SECTIONS: Record<string, (database: BenchDatabase) => Promise<void>> = {
  hooks: benchHookOverhead,
  "cold-start": benchColdStart,
  "start-cost": benchStartCost,
  trigger: (database) => benchTriggerRates(database.url),
  drain: benchDrainRate,
  latency: benchStartLatency,
  backlog: benchLargeBacklog,
  fairness: benchFairness,
  recovery: benchRecovery,
  waits: (database) => benchWaits(database.url),
  list: (database) => benchRunList(database.url),
  retention: (database) => benchRetention(database.url),
  dashboard: (database) => benchDashboard(database.url),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SECTIONS[name]);
if (unknown.length > 0) {
  console.error(
    `No section ${unknown.join(", ")}. There are: ${Object.keys(SECTIONS).join(", ")}.`,
  );
  process.exit(1);
}
// Each on a server of its own: what one leaves behind does not slow the next.
for (const [name, bench] of Object.entries(SECTIONS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const database = await temporaryBenchDatabase();
  try {
    await bench(database);
  } finally {
    await database.stop();
  }
}
