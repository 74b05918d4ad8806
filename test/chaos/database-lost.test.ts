import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import {
  type RestartableDatabase,
  restartableDatabase,
} from "#test/support/restartable-database.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { saw } from "./harness/report.ts";
import { END_MS, size, TEST_MS } from "./harness/size.ts";
import { type Stage, useStages } from "./harness/stage.ts";

const RUNS = size(40, 5_000);
const GONE_MS = size(2_000, 30_000);
let postgres: RestartableDatabase;
let db: Database;
// Behind the workers: it ends once they are gone.
afterAll(async () => {
  await db.close();
  await postgres.stop();
});
const workers = useWorkerProcesses();
const openStage = useStages();

beforeAll(async () => {
  postgres = await restartableDatabase();
  db = openDatabase(postgres.url, { maxConnections: 8 });
  await Promise.all([workers.start(postgres.url), workers.start(postgres.url)]);
});

async function inTheMiddle(ms: number): Promise<Stage> {
  const stage = await openStage(db);
  await stage.trigger(RUNS, { ms });
  await stage.untilBegun(10);
  return stage;
}

async function allCompleted(stage: Stage, what: string): Promise<void> {
  const since = Date.now();
  const statuses = await stage.ended(END_MS);
  saw(
    `Postgres ${what}, ${RUNS} runs: ${JSON.stringify(statuses)} ${Date.now() - since} ms after it was back`,
  );
  expect(statuses).toEqual({ COMPLETED: RUNS });
  expect(await stage.faults()).toEqual([]);
}

describe("a lost database", () => {
  it.each(["fast", "immediate"] as const)(
    `is restarted (%s) in the middle of ${RUNS} runs: the workers stay up and no completed run is executed again`,
    async (mode) => {
      const stage = await inTheMiddle(size(300, 40));
      await postgres.restart(mode);
      await allCompleted(stage, `restarted (${mode})`);
    },
    TEST_MS,
  );

  it(
    `is gone for ${GONE_MS / 1000} seconds: what was executing is written when it is back`,
    async () => {
      const stage = await inTheMiddle(size(300, 40));
      await postgres.outage(GONE_MS);
      await allCompleted(stage, `gone for ${GONE_MS / 1000} s`);
      // Nothing of it was lost, so nothing is done twice.
      const ends = (await stage.ledger()).filter(({ phase }) => phase === "end");
      expect(ends).toHaveLength(RUNS);
    },
    TEST_MS,
  );
});
