import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { LEDGER_TASK, ledgerFaults, readLedger } from "#test/support/ledger.ts";
import { until } from "#test/support/until.ts";
import { startWorkerProcess, type WorkerProcess } from "#test/support/worker-process.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const database = useDatabase();
const workers: WorkerProcess[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-chaos-"));
});

afterAll(async () => {
  for (const worker of workers) worker.signal("SIGKILL");
  await Promise.all(workers.map((worker) => worker.exited));
  // The connections of a killed process linger for a moment.
  await until("the workers' connections to be gone", async () => {
    const { rows } = await database.db.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name IN ('pawl-alive', 'pawl-listen')`,
    );
    return rows[0]?.count === 0;
  });
  await rm(folder, { recursive: true, force: true });
});

async function start(options?: { slots?: number; graceSeconds?: number }): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(database.url, options);
  workers.push(worker);
  return worker;
}

async function prepared(name: string): Promise<{ workspace: Workspace; ledger: string }> {
  const workspace = await createWorkspace(database.db, { slug: "prod" });
  await deployProject(workspace, { "trigger/ledger.ts": LEDGER_TASK });
  const ledger = join(folder, name);
  await setVariable(workspace.ctx, { name: "LEDGER", value: ledger });
  return { workspace, ledger };
}

async function triggerMany(workspace: Workspace, count: number, ms: number): Promise<void> {
  const input = triggerInput.parse({ payload: { ms } });
  await Promise.all(
    Array.from({ length: count }, () => triggerRun(workspace.ctx, { taskId: "ledger", input })),
  );
}

async function executingWorkers(): Promise<number> {
  const executing = await database.db.prisma.attempt.findMany({
    where: { finishedAt: null },
    distinct: ["workerId"],
  });
  return executing.length;
}

/** Statuses of all runs of the environment, once none is unfinished. */
function finalStatuses(workspace: Workspace): Promise<Record<string, number>> {
  return until(
    "every run to end",
    async () => {
      const rows = await database.db.prisma.run.groupBy({
        by: ["status"],
        where: { environmentId: workspace.ctx.environment.id },
        _count: true,
      });
      const open = rows.some(({ status }) => ["QUEUED", "DEQUEUED", "EXECUTING"].includes(status));
      return !open && Object.fromEntries(rows.map(({ status, _count }) => [status, _count]));
    },
    40_000,
  );
}

describe("a bad day", () => {
  it("a worker is killed while it executes: another one takes over, nothing is lost or doubled", async () => {
    const { workspace, ledger } = await prepared("killed");
    const [victim] = [await start(), await start()];
    await triggerMany(workspace, 40, 600);
    await until("both workers to be at work", async () => (await executingWorkers()) === 2);
    const killedAt = Date.now();
    victim.signal("SIGKILL");
    expect(await finalStatuses(workspace)).toEqual({ COMPLETED: 40 });
    const entries = await readLedger(ledger);
    expect(ledgerFaults(entries, killedAt)).toEqual([]);
    const second = entries.filter((entry) => entry.phase === "start" && entry.attempt === 2);
    expect(second.length).toBeGreaterThan(0);
    const firstAgain = Math.min(...second.map((entry) => entry.at)) - killedAt;
    console.log(`from kill -9 to the first next attempt: ${firstAgain} ms`);
    expect(firstAgain).toBeLessThan(4_000);
  }, 60_000);

  it("all workers are killed: what was executing and what was queued goes on with the next one", async () => {
    const { workspace, ledger } = await prepared("all-killed");
    for (const worker of workers.splice(0)) {
      worker.signal("SIGKILL");
      await worker.exited;
    }
    const only = await start();
    await triggerMany(workspace, 30, 300);
    await until("it to be at work", async () => (await readLedger(ledger)).length >= 5);
    const killedAt = Date.now();
    only.signal("SIGKILL");
    await only.exited;
    await start();
    expect(await finalStatuses(workspace)).toEqual({ COMPLETED: 30 });
    expect(ledgerFaults(await readLedger(ledger), killedAt)).toEqual([]);
  }, 60_000);

  it("a worker is told to stop: it hands back what is not over, at no cost of an attempt", async () => {
    const { workspace, ledger } = await prepared("stopped");
    const first = await start({ graceSeconds: 0 });
    for (const worker of workers.filter((candidate) => candidate !== first))
      worker.signal("SIGTERM");
    await triggerMany(workspace, 10, 1_500);
    await until("it to be at work", async () => (await readLedger(ledger)).length >= 5);
    first.signal("SIGTERM");
    await first.exited;
    await start();
    expect(await finalStatuses(workspace)).toEqual({ COMPLETED: 10 });
    const runs = await database.db.prisma.run.findMany({
      where: { environmentId: workspace.ctx.environment.id },
      select: { attemptNumber: true },
    });
    expect(runs.map((run) => run.attemptNumber)).toEqual(Array.from({ length: 10 }, () => 1));
  }, 60_000);
});
