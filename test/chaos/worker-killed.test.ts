import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { useWorkerProcesses, type WorkerProcess } from "#test/support/worker-process.ts";
import { saw, sawFigure } from "./harness/report.ts";
import { END_MS, isFull, size, TEST_MS } from "./harness/size.ts";
import { type Stage, useStages } from "./harness/stage.ts";

const database = useDatabase();
const workers = useWorkerProcesses();
const openStage = useStages();

const SLOTS = size(4, 50);
const ROUNDS = 10;

/** The one that lives at the end of a test, for the next one. */
let last: WorkerProcess;

/** How many attempts each worker executes, by its process id. */
async function executing(): Promise<Map<number, number>> {
  const { rows } = await database.db.pool.query<{ pid: number; count: number }>(
    `SELECT worker.pid, count(*)::int FROM attempt JOIN worker ON worker.id = attempt.worker_id
     WHERE attempt.status = 'EXECUTING' GROUP BY 1`,
  );
  return new Map(rows.map(({ pid, count }) => [pid, count]));
}

/** From this moment until the first attempt that follows a lost one. */
function firstNextAttempt(stage: Stage, since: number): Promise<number> {
  return until(
    "the next attempt",
    async () => {
      const ledger = await stage.ledger();
      const next = ledger.find(({ phase, at, attempt }) => {
        return phase === "start" && at > since && attempt > 1;
      });
      return next && next.at - since;
    },
    30_000,
  );
}

describe("a worker that is killed", () => {
  it(
    `has ${SLOTS} runs executing: another one takes over, nothing is lost or doubled`,
    async () => {
      const stage = await openStage(database.db);
      const victim = await workers.start(database.url, { slots: SLOTS });
      // Code that never yields must not live on either.
      const busy = { ms: size(6_000, 15_000), laterMs: size(500, 15_000), isBusy: true };
      await stage.trigger(1, busy);
      await stage.untilExecuting(1);
      await workers.start(database.url, { slots: SLOTS });
      await stage.trigger(SLOTS * 3 - 1, { ms: size(1_000, 10_000) });
      await until(
        "it to be full",
        async () => (await executing()).get(victim.pid) === SLOTS,
        TEST_MS,
      );
      const killedAt = Date.now();
      victim.signal("SIGKILL");
      const nextMs = await firstNextAttempt(stage, killedAt);
      const statuses = await stage.ended(END_MS);
      saw(
        `kill -9 of one of two workers with ${SLOTS} runs executing: the next attempt after ${nextMs} ms, ${JSON.stringify(statuses)}`,
      );
      expect(statuses).toEqual({ COMPLETED: SLOTS * 3 });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );

  // A figure of a machine that does nothing else. The short form sees the same happen above.
  if (isFull) {
    it(
      "is followed by the next attempt elsewhere within two seconds",
      async () => {
        const stage = await openStage(database.db);
        await workers.killAll();
        const alive = [await workers.start(database.url), await workers.start(database.url)];
        const waited: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          await stage.trigger(4, { ms: 2_500 });
          await stage.untilExecuting(4);
          const victim = await until("one of them to be at work", async () => {
            const atWork = await executing();
            return alive.find(({ pid }) => atWork.has(pid));
          });
          const killedAt = Date.now();
          victim.signal("SIGKILL");
          waited.push(await firstNextAttempt(stage, killedAt));
          alive[alive.indexOf(victim)] = await workers.start(database.url);
          await stage.ended(END_MS);
        }
        expect(await stage.ended(END_MS)).toEqual({ COMPLETED: ROUNDS * 4 });
        expect(await stage.faults()).toEqual([]);
        const figure = sawFigure(
          "kill -9 of a worker to the next attempt elsewhere",
          waited,
          "median ≤ 1000, limit 2000",
        );
        expect(figure.max).toBeLessThan(2_000);
        expect(figure.median).toBeLessThan(1_000);
        await workers.killAll();
        await workers.start(database.url, { slots: SLOTS });
      },
      TEST_MS,
    );
  }

  it(
    "was the last one: what was executing and what was queued goes on with the next one",
    async () => {
      const stage = await openStage(database.db);
      await stage.trigger(SLOTS * 3, { ms: 400 });
      await stage.untilBegun(SLOTS);
      await workers.killAll();
      last = await workers.start(database.url, { slots: SLOTS });
      const statuses = await stage.ended(END_MS);
      saw(`kill -9 of all workers with ${SLOTS} runs executing: ${JSON.stringify(statuses)}`);
      expect(statuses).toEqual({ COMPLETED: SLOTS * 3 });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    "was told to stop before: it hands back what is not over, at no cost of an attempt",
    async () => {
      const stage = await openStage(database.db);
      await stage.trigger(SLOTS * 2, { ms: 1_000 });
      await stage.untilBegun(SLOTS / 2);
      last.signal("SIGTERM");
      await last.exited;
      await workers.start(database.url);
      expect(await stage.ended(END_MS)).toEqual({ COMPLETED: SLOTS * 2 });
      const { ledger } = stage;
      expect((await ledger()).every(({ attempt }) => attempt === 1)).toBe(true);
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );
});
