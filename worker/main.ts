/**
 * A worker process: admits runs, executes them in child processes, and keeps the clocks (delays,
 * expiry, recovery). Any number of these work on one database.
 */
import { readWorkerEnv } from "./env.ts";
import { startWorker } from "./start-worker.ts";

const env = readWorkerEnv();
const worker = await startWorker(env);
process.send?.({ type: "ready" });

let stopping: Promise<void> | undefined;

/** The first signal lets executing runs finish for a while, the second one does not. */
function stop(): void {
  if (stopping) {
    void worker.hurry();
    return;
  }
  stopping = worker.stop(env.WORKER_GRACE_SECONDS * 1000).finally(() => process.exit());
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The starter is gone (killed): nobody would ever stop this process.
process.on("disconnect", stop);
// graphile-worker rejects promises nobody holds when the database goes away; it recovers, and so do we.
process.on("unhandledRejection", (error) => console.error("Unhandled rejection:", error));
