import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import {
  type RestartableDatabase,
  restartableDatabase,
} from "#test/support/restartable-database.ts";
import { until } from "#test/support/until.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { pauseQueue } from "#worker/services/queues/pause.ts";
import { resumeQueue } from "#worker/services/queues/resume.ts";
import { saw } from "./harness/report.ts";
import { END_MS, size, TEST_MS } from "./harness/size.ts";
import { useStages } from "./harness/stage.ts";
import { useWebProcesses } from "./harness/web-process.ts";

/** Of each kind. */
const WAITING = size(6, 250);

/** Each says with a line of the ledger that it has gone on. */
const TASKS = `
  import { appendFileSync } from "node:fs";
  import { task, wait } from "@pawl/sdk";

  const say = (what: string) => appendFileSync(process.env.LINES ?? "", what + "\\n");

  export const child = task({ id: "child", run: async (name: string) => say("child of " + name) });
  export const parent = task({
    id: "parent",
    durable: true,
    run: async (_: unknown, { ctx }) => {
      const { ok } = await child.triggerAndWait(ctx.run.id);
      say("parent " + ctx.run.id);
      return ok;
    },
  });
  export const sleeper = task({
    id: "sleeper",
    durable: true,
    run: async (_: unknown, { ctx }) => {
      await wait.for({ days: 1 });
      say("sleeper " + ctx.run.id);
      return true;
    },
  });
`;

let postgres: RestartableDatabase;
let db: Database;
let folder: string;
// Behind the processes: it ends once they are gone.
afterAll(async () => {
  await db.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});
const workers = useWorkerProcesses();
const startWeb = useWebProcesses();
const openStage = useStages();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-chaos-platform-"));
  postgres = await restartableDatabase();
  db = openDatabase(postgres.url, { maxConnections: 8 });
});

it(
  `workers, web and Postgres all go at once with ${2 * WAITING} waiting runs, and come back: each run goes on, nothing is done twice`,
  async () => {
    const lines = join(folder, "lines");
    const stage = await openStage(db, { files: { "trigger/waits.ts": TASKS } });
    const { ctx } = stage.workspace;
    await setVariable(ctx, { name: "LINES", value: lines });
    const queue = { type: "task", value: "child" } as const;
    await pauseQueue(ctx, queue);
    const start = async () => {
      const web = await startWeb(postgres.url);
      await workers.start(postgres.url, { apiUrl: web.url });
      return web;
    };
    const count = (status: "WAITING", taskSlug?: string) =>
      db.prisma.run.count({ where: { status, ...(taskSlug && { taskSlug }) } });

    const web = await start();
    const ids = [
      ...(await stage.trigger(WAITING, {}, { taskId: "parent" })),
      ...(await stage.trigger(WAITING, {}, { taskId: "sleeper" })),
    ];
    const allWait = async () => (await count("WAITING")) === ids.length;
    await until("all to wait", allWait, END_MS);
    await Promise.all([workers.killAll(), web.kill()]);
    await postgres.restart("immediate");
    const since = Date.now();
    await until("Postgres to answer", () => allWait().catch(() => false), END_MS);
    await start();
    await resumeQueue(ctx, queue);
    await db.prisma.runWait.updateMany({
      where: { kind: "DURATION", resolvedAt: null },
      data: { dueAt: new Date() },
    });
    const statuses = await stage.ended(END_MS);
    saw(
      `Workers, web and Postgres killed with ${ids.length} waiting runs: ${JSON.stringify(statuses)} ${Date.now() - since} ms after Postgres was back`,
    );
    expect(statuses).toEqual({ COMPLETED: 3 * WAITING });
    const said = (await readFile(lines, "utf8")).trim().split("\n");
    expect(new Set(said).size).toBe(said.length);
    expect(said).toHaveLength(3 * WAITING);
    const tried = await db.prisma.attempt.groupBy({ by: ["status"], _count: true });
    expect(tried.filter(({ status }) => status === "FAILED" || status === "CRASHED")).toEqual([]);
    const outputs = await db.prisma.run.findMany({
      select: { output: true },
      where: { parentRunId: null },
    });
    expect(new Set(outputs.map(({ output }) => output))).toEqual(new Set(['{"json":true}']));
  },
  TEST_MS,
);
