/**
 * A worker process: admits runs, executes them in child processes, and keeps the clocks (delays,
 * expiry, recovery). Any number of these work on one database.
 */
import { flushCompileCache } from "node:module";
import { describeFault } from "./domain/describe-fault.ts";
import { readWorkerEnv } from "./env.ts";
import { startWorker } from "./start-worker.ts";
import { createStopSignals, HAND_BACK_MS, sayLater } from "./startup/stop-signals.ts";

const env = readWorkerEnv();
const worker = await startWorker(env);
process.send?.({ type: "ready" });
// Node writes it at an exit of its own only, and a worker may be killed.
flushCompileCache();

const graceMs = env.WORKER_GRACE_SECONDS * 1000;

/** Its database may be away: what is not handed back by then is found by others. */
function exitWithin(ms: number): void {
  setTimeout(() => {
    console.error("worker: not everything could be handed back in time");
    process.exit(1);
  }, ms).unref();
}

/** The first signal lets executing runs finish for a while, the second one does not, the third waits for nothing. */
const stop = createStopSignals([
  () => {
    void worker.stop(graceMs).finally(() => process.exit());
    exitWithin(graceMs + HAND_BACK_MS);
    if (graceMs === 0) return;
    const { WORKER_GRACE_SECONDS: seconds } = env;
    sayLater(`What executes gets up to ${seconds} s. A second signal hands it back now.`);
  },
  () => {
    void worker.hurry();
    exitWithin(HAND_BACK_MS);
  },
  () => process.exit(1),
]);

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The starter is gone (killed): nobody would ever stop this process.
process.on("disconnect", stop);
// graphile-worker rejects promises nobody holds when the database goes away; it recovers, and so do we.
process.on("unhandledRejection", (error) =>
  console.error("Unhandled rejection:", describeFault(error)),
);
