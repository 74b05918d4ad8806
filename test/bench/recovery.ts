import { setTimeout as sleep } from "node:timers/promises";
import { type Database, openDatabase } from "#prisma/client.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { startWorkerProcess } from "#test/support/worker-process.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import type { BenchDatabase } from "./bench-database.ts";
import { ms, percentile, printFigures } from "./figures.ts";

const ROUNDS = 3;
const RUNS = 10;

const FILES = {
  "trigger/long.ts": `
    import { task } from "@pawl/sdk";
    export const long = task({
      id: "long",
      retry: { maxAttempts: 10, minTimeoutInMs: 1, maxTimeoutInMs: 1 },
      run: () => new Promise((resolve) => setTimeout(resolve, 600_000)),
    });
  `,
};

/** kill -9 of a worker while its runs execute, to their next attempts on another one. */
export async function benchRecovery(database: BenchDatabase): Promise<void> {
  const url = await database.another("recovery");
  const db = openDatabase(url, { maxConnections: 2 });
  const { ctx } = await createWorkspace(db, { slug: "prod" });
  await deployProject({ ctx, projectRef: ctx.environment.project.ref }, FILES);
  let worker = await startWorkerProcess(url, { slots: RUNS });
  const input = triggerInput.parse({ payload: {} });
  await Promise.all(Array.from({ length: RUNS }, () => triggerRun(ctx, { taskId: "long", input })));
  const [medians, longest]: [number[], number[]] = [[], []];
  for (let round = 1; round <= ROUNDS; round++) {
    await startedAfter(db, round);
    const other = await startWorkerProcess(url, { slots: RUNS });
    const killedAt = Date.now();
    worker.signal("SIGKILL");
    const took = (await startedAfter(db, round + 1)).map((at) => at - killedAt);
    medians.push(percentile(took, 0.5));
    longest.push(Math.max(...took));
    worker = other;
  }
  worker.signal("SIGKILL");
  await worker.exited;
  await ctx.signals.flush();
  await db.close();
  printFigures(`kill -9 of a worker with ${RUNS} runs to the next attempt elsewhere`, [
    { name: "median of the runs", rounds: medians, write: ms },
    { name: "the last of the runs", rounds: longest, write: ms },
  ]);
}

/** When the attempts with this number started, once all have. Epoch milliseconds. */
async function startedAfter(db: Database, number: number): Promise<number[]> {
  for (;;) {
    const attempts = await db.prisma.attempt.findMany({ where: { number } });
    if (attempts.length === RUNS) return attempts.map((attempt) => attempt.startedAt.getTime());
    await sleep(20);
  }
}
