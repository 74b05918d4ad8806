import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { type Database, openDatabase } from "#prisma/client.ts";
import { freePort } from "#prisma/free-port.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { type Instance, startInstance } from "#test/support/instance.ts";
import { createWorkspace, testEncryptionKey, type Workspace } from "#test/support/workspace.ts";
import { ms, percentile, printTable } from "./figures.ts";

const SAMPLES = 100;
const CHILDREN = 1_000;
const ROUNDS = 3;
const WAITING = 10_000;
const LOOK_MS = 10_000;

/** Line by line what user code sees; the machine is the same, so are the clocks. */
const TASKS = `
  import { task, wait } from "@pawl/sdk";
  const now = () => performance.timeOrigin + performance.now();
  export const resumes = task({
    id: "resumes",
    run: async (tokenId: string) => {
      await wait.forToken(tokenId);
      return now();
    },
  });
  export const child = task({ id: "child", run: async () => {} });
  export const parent = task({
    id: "parent",
    run: async (count: number) => {
      const since = now();
      const items = Array.from({ length: count }, () => ({ payload: undefined }));
      const { runs } = await child.batchTriggerAndWait(items);
      if (!runs.every((run) => run.ok)) throw new Error("A child has failed.");
      return now() - since;
    },
  });
`;

interface Bench {
  instance: Instance;
  workspace: Workspace;
  db: Database;
  databaseUrl: string;
}

/** What a wait costs: the way back, children through one parent, and ten thousand runs that only wait. */
export async function benchWaits(databaseUrl: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  const instance = await startInstance({
    DATABASE_URL: databaseUrl,
    PAWL_DIR: directory,
    PAWL_ENCRYPTION_KEY: testEncryptionKey,
    PORT: String(await freePort()),
  });
  const db = openDatabase(databaseUrl, { maxConnections: 4 });
  try {
    const workspace = await createWorkspace(db);
    await deployProject(workspace, { "trigger/waits.ts": TASKS });
    const bench = { instance, workspace, db, databaseUrl };
    await benchResume(bench);
    await benchChildren(bench);
    await benchWaiting(bench);
  } finally {
    await db.close();
    await instance.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function benchResume(bench: Bench): Promise<void> {
  for (let i = 0; i < 10; i++) await resumeLatency(bench);
  const rows = [["", "p50", "p99", "ratio of p50"]];
  for (let round = 1; round <= ROUNDS; round++) {
    const pawl: number[] = [];
    for (let i = 0; i < SAMPLES; i++) pawl.push(await resumeLatency(bench));
    const peer = await continuationLatencies(bench.databaseUrl);
    const [ours, theirs] = [pawl, peer].map((sample) => percentile(sample, 0.5));
    rows.push(
      figures(`pawl, round ${round}`, pawl, ((ours ?? 0) / (theirs ?? 1)).toFixed(2)),
      figures(`graphile-worker, round ${round}`, peer, "1"),
    );
  }
  printTable(
    `Token completed over HTTP to the next line of user code, ${SAMPLES} one by one (the peer: a job that continues)`,
    rows,
  );
  await printStages(bench.db);
}

/** Where the time goes, by the run's own timeline; what comes before is the request itself. */
async function printStages({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ stage: string; p50: number; p99: number }>(`
    WITH resumed AS (
      SELECT waitpoint.completed_at AS completed, (run.output::jsonb ->> 'json')::numeric AS went_on,
        max(event.at) FILTER (WHERE event.label = 'QUEUED') AS queued,
        max(event.at) FILTER (WHERE event.label = 'DEQUEUED') AS dequeued,
        max(event.at) FILTER (WHERE event.label = 'EXECUTING') AS executing
      FROM run JOIN run_wait ON run_wait.run_id = run.id AND run_wait.kind = 'TOKEN'
      JOIN waitpoint ON waitpoint.id = run_wait.waits_for
      JOIN run_event AS event ON event.run_id = run.id AND event.kind = 'TRANSITION'
      WHERE run.task_slug = 'resumes' AND run.status = 'COMPLETED'
      GROUP BY run.id, waitpoint.id
    ), stages AS (
      SELECT 1 AS place, 'completed and told to the worker' AS stage, ${millisecondsBetween("completed", "queued")} AS ms FROM resumed
      UNION ALL SELECT 2, 'back into the queue', ${millisecondsBetween("queued", "dequeued")} FROM resumed
      UNION ALL SELECT 3, 'admitted', ${millisecondsBetween("dequeued", "executing")} FROM resumed
      UNION ALL SELECT 4, 'written, and told to the code', went_on - extract(epoch FROM executing) * 1000 FROM resumed
    )
    SELECT stage, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms::float8) AS p50,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY ms::float8) AS p99
    FROM stages GROUP BY place, stage ORDER BY place`);
  printTable("The same, by stage", [
    ["", "p50", "p99"],
    ...rows.map(({ stage, p50, p99 }) => [stage, ms(p50), ms(p99)]),
  ]);
}

function millisecondsBetween(from: string, to: string): string {
  return `extract(epoch FROM ${to} - ${from}) * 1000`;
}

function figures(name: string, sample: number[], ratio: string): string[] {
  return [name, ms(percentile(sample, 0.5)), ms(percentile(sample, 0.99)), ratio];
}

async function resumeLatency(bench: Bench): Promise<number> {
  const { id: tokenId } = await call<{ id: string }>(
    bench,
    "POST",
    "/api/v1/waitpoints/tokens",
    {},
  );
  const runId = await trigger(bench, "resumes", tokenId);
  await untilStatus(bench, runId, "WAITING");
  const sentAt = performance.timeOrigin + performance.now();
  await call(bench, "POST", `/api/v1/waitpoints/tokens/${tokenId}/complete`, { data: 1 });
  return (await untilStatus(bench, runId, "COMPLETED")) - sentAt;
}

/** The peer: what waited is a job of its own, added when what it waits for is there. */
async function continuationLatencies(databaseUrl: string): Promise<number[]> {
  return withPeer(databaseUrl, async (addJob, started) => {
    const latencies: number[] = [];
    for (let i = 0; i < SAMPLES + 10; i++) {
      const next = started();
      const sentAt = performance.now();
      await addJob(1);
      const at = await next;
      if (i >= 10) latencies.push(at - sentAt);
    }
    return latencies;
  });
}

async function benchChildren(bench: Bench): Promise<void> {
  await trigger(bench, "parent", 50).then((id) => untilStatus(bench, id, "COMPLETED"));
  const rows = [["", "children/s", "ratio"]];
  for (let round = 1; round <= ROUNDS; round++) {
    const runId = await trigger(bench, "parent", CHILDREN);
    const pawl = (CHILDREN / (await untilStatus(bench, runId, "COMPLETED"))) * 1_000;
    const peer = (CHILDREN / (await jobsMs(bench.databaseUrl))) * 1_000;
    rows.push(
      [`pawl, round ${round}`, pawl.toFixed(0), (pawl / peer).toFixed(2)],
      [`graphile-worker, round ${round}`, peer.toFixed(0), "1"],
    );
  }
  printTable(
    `One parent: ${CHILDREN} children triggered, executed and waited for (the peer: as many jobs added one by one and done)`,
    rows,
  );
}

async function jobsMs(databaseUrl: string): Promise<number> {
  return withPeer(databaseUrl, async (addJob, started) => {
    const since = performance.now();
    let last: Promise<number> = Promise.resolve(0);
    const all = Array.from({ length: CHILDREN }, () => (last = started()));
    for (let i = 0; i < CHILDREN; i++) await addJob(1);
    await Promise.all([...all, last]);
    return performance.now() - since;
  });
}

async function withPeer<T>(
  databaseUrl: string,
  work: (addJob: (n: number) => Promise<unknown>, started: () => Promise<number>) => Promise<T>,
): Promise<T> {
  const logger = new Logger(() => () => {});
  const waiting: ((at: number) => void)[] = [];
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 10,
    noHandleSignals: true,
    logger,
    taskList: { step: async () => waiting.shift()?.(performance.now()) },
  });
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
  const started = () => new Promise<number>((resolve) => waiting.push(resolve));
  try {
    return await work(() => utils.addJob("step", {}), started);
  } finally {
    await utils.release();
    await runner.stop();
  }
}

/** Rows as their suspension leaves them: durable runs that wait a day have no process. */
async function benchWaiting(bench: Bench): Promise<void> {
  const rows = [["", "worker RSS", "task processes", "commits/s", "database ms/s"]];
  const measure = async (name: string) => {
    const before = await databaseLoad(bench.db);
    await sleep(LOOK_MS);
    const after = await databaseLoad(bench.db);
    const perSecond = (a: number, b: number) => ((b - a) / (LOOK_MS / 1_000)).toFixed(1);
    const { rssMb, taskProcesses } = processesOf(bench.instance.pid);
    rows.push([
      name,
      `${rssMb.toFixed(0)} MB`,
      String(taskProcesses),
      perSecond(before.commits, after.commits),
      perSecond(before.activeMs, after.activeMs),
    ]);
  };
  await measure("idle");
  await insertWaiting(bench, WAITING);
  await measure(`${WAITING} waiting`);
  printTable(
    `The cost of ${WAITING} durable runs that wait a day, over ${LOOK_MS / 1_000} s`,
    rows,
  );
}

async function insertWaiting({ db, workspace }: Bench, count: number): Promise<void> {
  await db.pool.query(
    `WITH made AS (
       INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, queued_at, tags,
         started_at, attempt_number)
       SELECT gen_random_uuid(), $1, 'sleeper', 'WAITING', 'task/sleeper', now(), now(), '{}', now(), 0
       FROM generate_series(1, $2) RETURNING id
     )
     INSERT INTO run_wait (run_id, epoch, step, fingerprint, kind, due_at)
     SELECT id, 0, 'run:0', 'wait.for', 'DURATION', now() + interval '1 day' FROM made`,
    [workspace.ctx.environment.id, count],
  );
  await db.pool.query("ANALYZE run, run_wait");
}

async function databaseLoad(db: Database): Promise<{ commits: number; activeMs: number }> {
  const { rows } = await db.pool.query<{ commits: string; activeMs: number }>(
    `SELECT xact_commit AS commits, active_time AS "activeMs" FROM pg_stat_database
     WHERE datname = current_database()`,
  );
  return { commits: Number(rows[0]?.commits), activeMs: Number(rows[0]?.activeMs) };
}

/** The worker is the child that has task processes; those are its children. */
function processesOf(pid: number): { rssMb: number; taskProcesses: number } {
  const output = execFileSync("ps", ["-eo", "pid=,ppid=,rss=,args="]).toString();
  const all = output
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([id = "", parent = "", rss = "", ...args]) => ({
      pid: Number(id),
      parent: Number(parent),
      rssMb: Number(rss) / 1024,
      command: args.join(" "),
    }));
  const worker = all.find((one) => one.parent === pid && one.command.includes("worker/main"));
  return {
    rssMb: worker?.rssMb ?? 0,
    taskProcesses: all.filter((one) => one.parent === worker?.pid).length,
  };
}

async function call<T>(
  { instance, workspace }: Bench,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(instance.url + path, {
    method,
    headers: {
      authorization: `Bearer ${workspace.secretKey}`,
      "content-type": "application/json",
      "x-trigger-api-version": "2025-07-16",
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return (await response.json()) as T;
}

async function trigger(bench: Bench, taskId: string, payload: unknown): Promise<string> {
  const path = `/api/v1/tasks/${taskId}/trigger`;
  return (await call<{ id: string }>(bench, "POST", path, { payload })).id;
}

/** The run's output, once it has this status. */
async function untilStatus(bench: Bench, runId: string, status: string): Promise<number> {
  // Asking at once and again would take the processor away from what is measured.
  for (;;) {
    await sleep(25);
    const path = `/api/v3/runs/${runId}`;
    const read = await call<{ status: string; isCompleted: boolean; output?: number }>(
      bench,
      "GET",
      path,
    );
    if (read.status === status) return read.output ?? 0;
    if (read.isCompleted) throw new Error(`The run ended as ${read.status}.`);
  }
}
