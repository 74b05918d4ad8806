import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#prisma/client.ts";
import { ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { saw, sawFigure } from "./harness/report.ts";
import { END_MS, size, TEST_MS } from "./harness/size.ts";
import { type Stage, useStages } from "./harness/stage.ts";
import { TROUBLE_TASKS } from "./harness/trouble.ts";

const database = useDatabase();
const workers = useWorkerProcesses();
const openStage = useStages();

const FLOOD_MEGABYTES = size(4, 200);
const KILLS = size(3, 50);
let stage: Stage;

beforeAll(async () => {
  stage = await openStage(database.db, { files: { "trigger/trouble.ts": TROUBLE_TASKS } });
  await workers.start(database.url, { slots: 8 });
});

/** Triggers one with neighbours, and gives its row once it has ended. */
async function runOne(taskId: string, payload: object = {}) {
  const [id = ""] = await stage.trigger(1, payload, { taskId });
  await stage.trigger(2, { ms: 100 });
  const run = await ended(database.db, id);
  return { ...run, text: JSON.stringify(run.error ?? "") };
}

function ended({ prisma }: Database, id: string) {
  const where = { id: parseFriendlyId("run", id) ?? "" };
  return until(
    `${id} to end`,
    async () => {
      const run = await prisma.run.findUniqueOrThrow({ where, include: { attempts: true } });
      return isFinal(run.status) && run;
    },
    TEST_MS,
  );
}

describe("a task that harms its process", () => {
  it.concurrent.each([
    ["exits", "CRASHED", /exit code 7/],
    ["faults", "CRASHED", /SIGSEGV/],
    ["loops", "TIMED_OUT", /maxDuration, 5 seconds/],
    ["eats", "CRASHED", /256 MB/],
    ["heap", "CRASHED", /TASK_PROCESS_OOM_KILLED/],
  ])(
    "%s: it ends %s, and says why",
    async (taskId, status, error) => {
      const run = await runOne(taskId);
      expect(run.status).toBe(status);
      expect(run.text).toMatch(error);
    },
    TEST_MS,
  );

  it(
    "floods its output: it completes, and what is kept of it is bounded",
    async () => {
      const run = await runOne("floods", { megabytes: FLOOD_MEGABYTES });
      expect(run).toMatchObject({ status: "COMPLETED", output: "flooded" });
      const [kept] = await keptOf(run.id);
      saw(
        `${2 * FLOOD_MEGABYTES} MB of output: ${kept?.events} events with ${kept?.megabytes} MB are kept`,
      );
      expect(kept?.megabytes).toBeLessThan(17);
    },
    TEST_MS,
  );

  it(
    "logs and throws 10 MB: both are cut",
    async () => {
      const run = await runOne("loud");
      expect(run.status).toBe("FAILED");
      expect(run.text.length).toBeLessThan(100_000);
      const [kept] = await keptOf(run.id);
      expect(kept?.megabytes).toBeLessThan(1);
    },
    TEST_MS,
  );

  it(
    "rejects and throws after it has returned: the runs that come into its process are unharmed",
    async () => {
      const run = await runOne("late");
      expect(run.status).toBe("COMPLETED");
      const next = await stage.trigger(8, {}, { taskId: "after" });
      for (const id of next)
        expect(await ended(database.db, id)).toMatchObject({ status: "COMPLETED" });
    },
    TEST_MS,
  );

  it(
    "is killed (-9): that is noticed at once, with the signal",
    async () => {
      const waited: number[] = [];
      for (let i = 0; i < KILLS; i++) {
        const [id = ""] = await stage.trigger(1, {}, { taskId: "sits" });
        const pid = await until("its process", () => processOf(id), TEST_MS);
        const killedAt = Date.now();
        process.kill(pid, "SIGKILL");
        const run = await ended(database.db, id);
        expect(run).toMatchObject({ status: "CRASHED" });
        expect(JSON.stringify(run.error)).toContain("SIGKILL");
        waited.push((run.finishedAt?.getTime() ?? 0) - killedAt);
      }
      const figure = sawFigure(
        "kill -9 of a task's process to its end with the signal",
        waited,
        "limit 100",
      );
      expect(figure.median).toBeLessThan(size(1_000, 100));
    },
    TEST_MS,
  );

  it.concurrent.each([
    ["is no archive", Buffer.from("not a zip"), /bundle is damaged.*Deploy it again/],
    ["does not parse", gzipSync(JSON.stringify(bundleOf("this is no JavaScript"))), /SyntaxError/],
    ["ends at its start", gzipSync(JSON.stringify(bundleOf("process.exit(3)"))), /exit code 3/],
  ])(
    "has a corrupt bundle that %s: its runs end as failures of the system, and say why",
    async (_, archive, error) => {
      const corrupt = await openStage(database.db);
      const { id: environmentId } = corrupt.workspace.ctx.environment;
      await database.db.prisma.bundle.updateMany({
        where: { environmentId },
        data: { archive: new Uint8Array(archive) },
      });
      const [id = ""] = await corrupt.trigger(1, { ms: 1 });
      await stage.trigger(2, { ms: 100 });
      const run = await ended(database.db, id);
      expect(run.status).toBe("SYSTEM_FAILURE");
      expect(JSON.stringify(run.error)).toMatch(error);
      expect(await corrupt.faults()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    "has neighbours that all complete in their first attempt",
    async () => {
      await stage.ended(END_MS);
      const ledger = await stage.ledger();
      expect(ledger.length).toBeGreaterThan(0);
      expect(ledger.filter(({ attempt }) => attempt > 1)).toEqual([]);
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );
});

function bundleOf(contents: string) {
  return { files: [{ path: ENTRY_POINT, encoding: "utf8", contents }] };
}

async function keptOf(runId: string) {
  const { rows } = await database.db.pool.query<{ events: number; megabytes: number }>(
    `SELECT count(*)::int AS events,
       round(sum(length(message) + coalesce(length(attributes::text), 0)) / 1048576.0, 1)::float8 AS megabytes
     FROM run_event WHERE run_id = $1`,
    [runId],
  );
  return rows;
}

/** From the timeline, where the worker writes it. */
async function processOf(id: string): Promise<number | undefined> {
  const { rows } = await database.db.pool.query<{ pid: number }>(
    `SELECT (attributes ->> 'pid')::int AS pid FROM run_event
     WHERE run_id = $1 AND attributes ? 'pid' LIMIT 1`,
    [parseFriendlyId("run", id)],
  );
  return rows[0]?.pid;
}
