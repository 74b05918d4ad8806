import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { until } from "#test/support/until.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { resumeEnvironment } from "#worker/services/queues/resume-environment.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { LEDGER_TASK } from "./harness/ledger.ts";
import { createRandom } from "./harness/random.ts";
import { saw } from "./harness/report.ts";
import { END_MS, size, TEST_MS } from "./harness/size.ts";
import { useStages } from "./harness/stage.ts";

const database = useDatabase();
const workers = useWorkerProcesses();
const openStage = useStages();

const IN_LINE = size(40, 500);
const RUNS = size(50, 500);
const PACED = size(6, 60);

beforeAll(async () => {
  await workers.start(database.url, { slots: 8 });
  await workers.start(database.url, { slots: 8 });
}, TEST_MS);

describe("two workers", () => {
  it(
    `work on a queue of limit 1 with ${IN_LINE} runs, on keys, on rates and on a narrow environment: no limit is exceeded at any instant`,
    async () => {
      const stage = await openStage(database.db, { environmentLimit: 7 });
      const since = Date.now();
      // Long enough to be seen in milliseconds, short enough to follow each other at once.
      await stage.trigger(IN_LINE, { ms: 20 }, { queue: { name: "narrow" } });
      for (const concurrencyKey of ["a", "b", "c", "d"]) {
        await stage.trigger(RUNS / 10, { ms: 50 }, { queue: { name: "wide" }, concurrencyKey });
      }
      // Retries are starts as well.
      await stage.trigger(PACED, { ms: 20, failures: 1 }, { queue: { name: "paced" } });
      for (const concurrencyKey of ["a", "b", "c"]) {
        await stage.trigger(PACED / 2, { ms: 20 }, { queue: { name: "metered" }, concurrencyKey });
      }
      await stage.trigger(RUNS / 5, { ms: 50, failures: 1 });
      const statuses = await stage.ended(END_MS);
      saw(
        `two workers, ${IN_LINE} runs in a queue of limit 1: ${JSON.stringify(statuses)} after ${Date.now() - since} ms`,
      );
      expect(Object.keys(statuses)).toEqual(["COMPLETED"]);
      const queues = {
        narrow: { perKey: 1, total: 1 },
        wide: { perKey: 2, total: 5 },
        paced: { rate: { limit: 5, periodMs: 1_000, scope: "queue" } },
        metered: { rate: { limit: 2, periodMs: 1_000, scope: "key" } },
      } as const;
      expect(await stage.faults({ environment: 7, queues })).toEqual([]);
    },
    TEST_MS,
  );

  it(
    `are given a deployment in the middle of ${RUNS} runs: each attempt runs on one version, and all complete`,
    async () => {
      // Narrow, so that most of them are still in line when the deployment is built.
      const stage = await openStage(database.db, { environmentLimit: 4 });
      await stage.trigger(RUNS, { ms: 250, failures: 1 });
      await stage.untilBegun(2);
      // What waits now starts on the new version, however long its build takes here.
      const { ctx } = stage.workspace;
      await pauseEnvironment(ctx);
      const { version } = await deployProject(stage.workspace, {
        "trigger/ledger.ts": `${LEDGER_TASK}\nexport const anotherVersion = true;`,
      });
      await resumeEnvironment(ctx);
      expect(await stage.ended(END_MS)).toEqual({ COMPLETED: RUNS });
      expect(await stage.faults()).toEqual([]);
      const { rows } = await database.db.pool.query<{
        version: string;
        runs: number;
        moved: number;
      }>(
        `SELECT deployment.version, count(DISTINCT run.id)::int AS runs,
           count(*) FILTER (WHERE attempt.deployment_id <> run.deployment_id)::int AS moved
         FROM run JOIN attempt ON attempt.run_id = run.id JOIN deployment ON deployment.id = run.deployment_id
         WHERE run.environment_id = $1 GROUP BY 1 ORDER BY 1`,
        [stage.workspace.ctx.environment.id],
      );
      saw(`a deployment in the middle of ${RUNS} runs: ${JSON.stringify(rows)}`);
      expect(rows.map((row) => row.moved)).toEqual([0, 0]);
      expect(rows.at(-1)?.version).toBe(version);
    },
    TEST_MS,
  );

  it(
    `execute ${RUNS} runs that are canceled at random moments`,
    async () => {
      const stage = await openStage(database.db, { environmentLimit: 12 });
      const random = createRandom(20_261_125);
      const ids = await stage.trigger(RUNS, { ms: 60 });
      const cancels = ids
        .filter(() => random() < 0.6)
        .map(async (id) => {
          await sleep(random() * RUNS * 10);
          await cancelRun(stage.workspace.ctx, id);
        });
      await Promise.all(cancels);
      const statuses = await stage.ended(END_MS);
      saw(
        `${cancels.length} of ${RUNS} runs canceled at random moments: ${JSON.stringify(statuses)}`,
      );
      expect(Object.keys(statuses).sort()).toEqual(["CANCELED", "COMPLETED"]);
      await until(
        "the processes of the canceled ones to be done",
        async () => {
          const open = await database.db.prisma.attempt.count({ where: { status: "EXECUTING" } });
          return open === 0;
        },
        TEST_MS,
      );
      saw(`code that began after the cancel of its run: ${await stage.longestNotice()} ms at most`);
      expect(await stage.faults({ environment: 12 })).toEqual([]);
    },
    TEST_MS,
  );
});
