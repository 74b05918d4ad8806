import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { LEDGER_TASK, ledgerFaults, readLedger } from "#test/support/ledger.ts";
import {
  type RestartableDatabase,
  restartableDatabase,
} from "#test/support/restartable-database.ts";
import { until } from "#test/support/until.ts";
import { startWorkerProcess, type WorkerProcess } from "#test/support/worker-process.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const RUNS = 60;
let postgres: RestartableDatabase;
let db: Database;
let folder: string;
let workers: WorkerProcess[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-chaos-"));
  postgres = await restartableDatabase();
  db = openDatabase(postgres.url, { maxConnections: 4 });
  workers = [await startWorkerProcess(postgres.url), await startWorkerProcess(postgres.url)];
});

afterAll(async () => {
  for (const worker of workers) worker.signal("SIGKILL");
  await Promise.all(workers.map((worker) => worker.exited));
  await db.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function prepared(name: string): Promise<{ workspace: Workspace; ledger: string }> {
  const workspace = await createWorkspace(db, { slug: "prod" });
  await deployProject(workspace, { "trigger/ledger.ts": LEDGER_TASK });
  const ledger = join(folder, name);
  await setVariable(workspace.ctx, { name: "LEDGER", value: ledger });
  const input = triggerInput.parse({ payload: { ms: 150 } });
  await Promise.all(
    Array.from({ length: RUNS }, () => triggerRun(workspace.ctx, { taskId: "ledger", input })),
  );
  await until("the workers to be at work", async () => (await readLedger(ledger)).length >= 10);
  return { workspace, ledger };
}

function allCompleted(workspace: Workspace): Promise<true> {
  const where = { environmentId: workspace.ctx.environment.id, status: "COMPLETED" } as const;
  return until(
    "every run to complete",
    async () => (await db.prisma.run.count({ where }).catch(() => 0)) === RUNS,
    40_000,
  );
}

describe("a lost database", () => {
  it.each(["fast", "immediate"] as const)(
    "is restarted (%s) in the middle of the work: the workers stay up and no completed run is executed again",
    async (mode) => {
      const { workspace, ledger } = await prepared(mode);
      await postgres.restart(mode);
      await allCompleted(workspace);
      const entries = await readLedger(ledger);
      expect(ledgerFaults(entries, undefined)).toEqual([]);
      expect(new Set(entries.map((entry) => entry.run)).size).toBe(RUNS);
    },
    60_000,
  );

  it("is gone for four seconds: what was executing is written when it is back", async () => {
    const { workspace, ledger } = await prepared("outage");
    await postgres.outage(4_000);
    await allCompleted(workspace);
    const entries = await readLedger(ledger);
    expect(ledgerFaults(entries, undefined)).toEqual([]);
    expect(entries.filter((entry) => entry.phase === "end")).toHaveLength(RUNS);
  }, 60_000);
});
