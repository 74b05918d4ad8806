import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { openDatabase } from "#prisma/client.ts";
import { freePort } from "#prisma/free-port.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { startInstance } from "#test/support/instance.ts";
import { createWorkspace, testEncryptionKey, type Workspace } from "#test/support/workspace.ts";
import { ms, percentile, printTable } from "./figures.ts";

const SAMPLES = 200;
const ROUNDS = 3;

/** The first line of user code says when it ran; the machine is the same, so are the clocks. */
const TASK = `
  import { task } from "@pawl/sdk";
  export const stamp = task({
    id: "stamp",
    run: async () => performance.timeOrigin + performance.now(),
  });
`;

/** Idle trigger over HTTP to the first line of user code in a warm process, against graphile-worker alone. */
export async function benchStartLatency(databaseUrl: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  const port = await freePort();
  const instance = await startInstance({
    DATABASE_URL: databaseUrl,
    PAWL_DIR: directory,
    PAWL_ENCRYPTION_KEY: testEncryptionKey,
    PORT: String(port),
  });
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    const workspace = await createWorkspace(db);
    await deployProject(workspace, { "trigger/stamp.ts": TASK });
    for (let i = 0; i < 20; i++) await pawlLatency(instance.url, workspace);
    const rows = [["", "p50", "p99", "ratio of p50"]];
    for (let round = 1; round <= ROUNDS; round++) {
      const pawl: number[] = [];
      for (let i = 0; i < SAMPLES; i++) pawl.push(await pawlLatency(instance.url, workspace));
      const peer = await graphileLatencies(databaseUrl);
      rows.push(
        [
          `pawl, round ${round}`,
          ms(percentile(pawl, 0.5)),
          ms(percentile(pawl, 0.99)),
          ratio(pawl, peer),
        ],
        [
          `graphile-worker, round ${round}`,
          ms(percentile(peer, 0.5)),
          ms(percentile(peer, 0.99)),
          "1",
        ],
      );
    }
    printTable(`Trigger to the first line of user code, warm, ${SAMPLES} one by one`, rows);
  } finally {
    await db.close();
    await instance.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function ratio(pawl: number[], peer: number[]): string {
  return (percentile(pawl, 0.5) / percentile(peer, 0.5)).toFixed(2);
}

async function pawlLatency(url: string, { secretKey }: Workspace): Promise<number> {
  const headers = {
    authorization: `Bearer ${secretKey}`,
    "content-type": "application/json",
    "x-trigger-api-version": "2025-07-16",
  };
  const sentAt = performance.timeOrigin + performance.now();
  const response = await fetch(`${url}/api/v1/tasks/stamp/trigger`, {
    method: "POST",
    headers,
    body: "{}",
  });
  const { id } = (await response.json()) as { id: string };
  // Asking at once and again would take the processor away from what is measured.
  for (;;) {
    await sleep(25);
    const read = await fetch(`${url}/api/v3/runs/${id}`, { headers });
    const run = (await read.json()) as { isCompleted: boolean; output?: number; status: string };
    if (!run.isCompleted) continue;
    if (run.output === undefined) throw new Error(`The run ended as ${run.status}.`);
    return run.output - sentAt;
  }
}

/** The peer: one job at a time through `addJob`, timed at the first line of its handler. */
async function graphileLatencies(databaseUrl: string): Promise<number[]> {
  const logger = new Logger(() => () => {});
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
  for (let i = 0; i < SAMPLES + 20; i++) {
    const started = new Promise<number>((resolve) => {
      startedAt = resolve;
    });
    const sentAt = performance.now();
    await utils.addJob("stamp", {});
    const at = await started;
    if (i >= 20) latencies.push(at - sentAt);
  }
  await utils.release();
  await runner.stop();
  return latencies;
}
