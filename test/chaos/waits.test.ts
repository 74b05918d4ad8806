import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useApiServer } from "#test/support/api-server.ts";
import { useDatabase } from "#test/support/database.ts";
import { DeployedTasks } from "#test/support/tasks.ts";
import { until } from "#test/support/until.ts";
import { startWorkerProcess, type WorkerProcess } from "#test/support/worker-process.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { resumeQueue } from "#worker/services/queues/resume.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { completeWaitpoint } from "#worker/services/waitpoints/complete.ts";
import { createRandom } from "./harness/random.ts";
import { saw } from "./harness/report.ts";
import { size } from "./harness/size.ts";

const TEST_MS = size(120_000, 15 * 60_000);

const TASKS = `
  import { appendFileSync } from "node:fs";
  import { task, wait } from "@pawl/sdk";

  const write = (line: string) => appendFileSync(process.env.LEDGER ?? "", line + "\\n");

  export const child = task({
    id: "child",
    run: async (name: string) => {
      write("child " + name);
      return name.length;
    },
  });
  export const parent = task({
    id: "parent",
    run: async ({ name, children }: { name: string; children: number }) => {
      const items = Array.from({ length: children }, (_, n) => ({ payload: name + ":" + n }));
      const { runs } = await child.batchTriggerAndWait(items);
      write("parent " + name);
      return runs.filter((run) => run.ok).length;
    },
  });
  export const family = task({
    id: "family",
    run: async ({ name, depth }: { name: string; depth: number }) => {
      write("family " + name);
      if (depth === 0) return;
      const items = [0, 1, 2].map((n) => ({ payload: { name: name + "." + n, depth: depth - 1 } }));
      const more = { name: name + ".3", depth: depth - 1 };
      await Promise.all([family.batchTriggerAndWait(items), family.triggerAndWait(more)]);
    },
  });
  export const sleeper = task({
    id: "sleeper",
    durable: true,
    run: async (name: string) => {
      await wait.for({ days: 1 });
      write("sleeper " + name);
      return name;
    },
  });
  export const asks = task({
    id: "asks",
    durable: true,
    run: async (name: string) => {
      const token = await wait.createToken();
      const answer = await wait.forToken<number>(token).unwrap();
      write("asks " + name);
      return answer;
    },
  });
`;

const database = useDatabase();
const api = useApiServer(database.url);
const workers: WorkerProcess[] = [];
let folder = "";
let tasks: DeployedTasks;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-chaos-waits-"));
  tasks = new DeployedTasks({
    database,
    source: TASKS,
    variables: async () => ({ LEDGER: join(folder, "ledger") }),
    restartWorker: async () => {
      await stopAll("SIGKILL");
      await startWorker();
    },
  });
});

afterAll(async () => {
  await stopAll("SIGKILL");
  // The connections of a killed process linger for a moment.
  await until("the workers' connections to be gone", async () => {
    const { rows } = await database.db.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name IN ('pawl-reaper', 'pawl-listen')
         AND pid NOT IN (SELECT pid FROM pg_stat_activity WHERE client_port IS NULL)`,
    );
    return (rows[0]?.count ?? 0) <= 1;
  });
  await rm(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<void> {
  workers.push(await startWorkerProcess(database.url, { slots: 10, apiUrl: api.url() }));
}

async function stopAll(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  const stopped = workers.splice(0);
  for (const worker of stopped) worker.signal(signal);
  await Promise.all(stopped.map(({ exited }) => exited));
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}${n}`);
}

async function startMany(taskId: string, payloads: unknown[]): Promise<string[]> {
  const ids: string[] = [];
  for (const payload of payloads) ids.push(await tasks.start(taskId, payload));
  return ids;
}

async function allWaiting(taskSlug: string, count: number): Promise<void> {
  const where = { taskSlug, status: "WAITING" as const };
  const read = async () => (await tasks.prisma.run.count({ where })) === count;
  await until(`${count} runs of ${taskSlug} to wait`, read, TEST_MS);
}

/** How often each line was written. */
async function ledger(prefix: string): Promise<Map<string, number>> {
  const text = await readFile(join(folder, "ledger"), "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line.startsWith(prefix));
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

async function ends(ids: string[]) {
  const runs = [];
  for (const id of ids) runs.push(await tasks.finished(id, TEST_MS));
  return runs;
}

describe("a bad day for waiting runs", () => {
  const parents = size(3, 100);
  const children = size(5, 10);

  it(
    `kill -9 while ${parents} parents wait for ${parents * children} children: each is executed once`,
    async () => {
      const ctx = await tasks.ctx();
      const queue = { type: "task", value: "child" } as const;
      await pauseQueue(ctx, queue);
      await startWorker();
      const payloads = names("p", parents).map((name) => ({ name, children }));
      const ids = await startMany("parent", payloads);
      await allWaiting("parent", parents);
      await stopAll("SIGKILL");
      await startWorker();
      await resumeQueue(ctx, queue);
      for (const run of await ends(ids)) {
        expect(run).toMatchObject({ status: "COMPLETED", output: children, attemptCount: 1 });
      }
      const executed = await ledger("child ");
      expect(executed.size).toBe(parents * children);
      expect([...executed.values()].every((times) => times === 1)).toBe(true);
      saw(`kill -9 with ${parents} parents waiting: ${executed.size} children executed, once each`);
      expect(await tasks.prisma.run.count({ where: { taskSlug: "child" } })).toBe(executed.size);
      expect([...(await ledger("parent ")).values()]).toEqual(names("", parents).map(() => 1));
    },
    TEST_MS,
  );

  const sleepers = size(6, 500);

  it.each(["SIGTERM", "SIGKILL"] as const)(
    `all workers end (%s) with ${sleepers} waiting runs, and come back`,
    async (signal) => {
      if (workers.length === 0) await startWorker();
      const ids = await startMany("sleeper", names(`${signal}-`, sleepers));
      await allWaiting("sleeper", sleepers);
      await stopAll(signal);
      await allWaiting("sleeper", sleepers);
      await startWorker();
      await allWaiting("sleeper", sleepers);
      for (const id of ids) await tasks.passTime(id);
      for (const run of await ends(ids)) {
        expect(run).toMatchObject({ status: "COMPLETED", attemptCount: 1 });
      }
      const written = await ledger(`sleeper ${signal}-`);
      expect([written.size, Math.max(...written.values())]).toEqual([sleepers, 1]);
      saw(`all workers ended (${signal}) with ${sleepers} waiting runs: all went on, once each`);
    },
    TEST_MS,
  );

  const families = size(6, 60);

  it(
    `${families} families of runs that wait for each other are canceled at random moments: none of their members goes on`,
    async () => {
      if (workers.length === 0) await startWorker();
      const ctx = await tasks.ctx();
      const random = createRandom(20_261_126);
      const payloads = names("f", families).map((name) => ({ name, depth: 2 }));
      const ids = await startMany("family", payloads);
      await until(
        "the first children to be at work",
        async () => (await ledger("family ")).size > families,
        TEST_MS,
      );
      await Promise.all(
        ids.map(async (id) => {
          await sleep(random() * families * 150);
          await cancelRun(ctx, id);
        }),
      );
      const ofFamilies = { taskSlug: "family" };
      await until(
        "every member to end",
        async () =>
          (await tasks.prisma.run.count({ where: { ...ofFamilies, finishedAt: null } })) === 0,
        TEST_MS,
      );
      const { run: runs, batch } = tasks.prisma;
      const canceled = await runs.count({ where: { ...ofFamilies, status: "CANCELED" } });
      const members = await runs.count({ where: ofFamilies });
      const unsealed = await batch.count({ where: { sealedAt: null } });
      saw(
        `${families} families canceled at random moments: ${canceled} of ${members} members, ${unsealed} batches unsealed`,
      );
      const starts = await ledger("family ");
      expect(Math.max(...starts.values())).toBe(1);
      // Each place in a family is one run at most, however often it was asked for.
      expect(members).toBeGreaterThanOrEqual(starts.size);
      expect(members).toBeLessThanOrEqual(families * 21);
      const orphans = await database.db.pool.query(
        `SELECT FROM run JOIN run AS parent ON parent.id = run.parent_run_id
         WHERE parent.status = 'CANCELED' AND run.status NOT IN ('CANCELED', 'COMPLETED')`,
      );
      expect(orphans.rowCount).toBe(0);
      await until(
        "their processes to be done",
        async () => (await tasks.prisma.attempt.count({ where: { status: "EXECUTING" } })) === 0,
        TEST_MS,
      );
    },
    TEST_MS,
  );

  const asking = size(5, 200);

  it(
    `${asking} runs wait for tokens that five callers complete at once, while their worker is killed`,
    async () => {
      if (workers.length === 0) await startWorker();
      const ctx = await tasks.ctx();
      const ids = await startMany("asks", names("a", asking));
      await allWaiting("asks", asking);
      const tokens = await tasks.prisma.waitpoint.findMany({ where: { status: "WAITING" } });
      expect(tokens).toHaveLength(asking);
      const complete = (id: string, data: number) =>
        completeWaitpoint(ctx, { tokenId: friendlyId("waitpoint", id), data });
      const callers = tokens.flatMap(({ id }) => [1, 2, 3, 4, 5].map((data) => complete(id, data)));
      const killed = tasks.restartWorker();
      await Promise.all([...callers, killed]);
      const runs = await ends(ids);
      expect(runs.every((run) => run.status === "COMPLETED")).toBe(true);
      const outputs = runs.map((run) => JSON.stringify(run.output)).sort();
      const { waitpoint } = tasks.prisma;
      const after = await waitpoint.findMany({ where: { status: "COMPLETED" } });
      expect(after.map(({ output }) => output).sort()).toEqual(outputs);
      saw(
        `${asking} tokens completed by five callers each under kill -9: each run has its token's data`,
      );
    },
    TEST_MS,
  );
});
