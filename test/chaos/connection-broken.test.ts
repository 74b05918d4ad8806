import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { type SilentProxy, startSilentProxy } from "#test/support/silent-proxy.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { createRandom } from "./harness/random.ts";
import { saw } from "./harness/report.ts";
import { END_MS, isFull, size, TEST_MS } from "./harness/size.ts";
import { useStages } from "./harness/stage.ts";

const database = useDatabase();
let proxy: SilentProxy;
// Behind the workers: it is closed once they are gone.
afterAll(() => proxy.close());
const workers = useWorkerProcesses();
const openStage = useStages();

const RUNS = size(24, 500);
const BREAKS = size(6, 200);

beforeAll(async () => {
  proxy = await startSilentProxy(database.url);
});

describe("connections that break", () => {
  it(
    "at random, again and again: no run is lost or stuck",
    async () => {
      const stage = await openStage(database.db);
      const random = createRandom(20_261_125);
      const worker = await workers.start(proxy.url, { slots: 10 });
      await stage.trigger(RUNS, { ms: 60, failures: 1 });
      await stage.untilBegun(5);
      for (let round = 0; round < BREAKS; round++) {
        await sleep(random() * 200);
        proxy.breakOne(random());
      }
      const statuses = await stage.ended(END_MS);
      saw(`${BREAKS} connections broken at random, ${RUNS} runs: ${JSON.stringify(statuses)}`);
      expect(statuses).toEqual({ COMPLETED: RUNS });
      expect(await stage.faults()).toEqual([]);
      worker.signal("SIGKILL");
      await worker.exited;
    },
    TEST_MS,
  );
});

describe("connections that go silent without closing", () => {
  it(
    "all that a worker has, in the middle of its work: it finds out and goes on with new ones",
    async () => {
      const stage = await openStage(database.db);
      await workers.start(proxy.url, { slots: 10 });
      await stage.trigger(RUNS, { ms: 200 });
      await stage.untilBegun(5);
      proxy.silenceThoseThere();
      const silentAt = Date.now();
      const statuses = await stage.ended(END_MS);
      saw(
        `silent connections, ${RUNS} runs: ${JSON.stringify(statuses)} after ${Date.now() - silentAt} ms`,
      );
      expect(statuses).toEqual({ COMPLETED: RUNS });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );
});

// Half a minute of waiting for a lease, which `npm test` does once, for a worker that stands still.
if (isFull) {
  describe("a worker that is cut off from the database for good", () => {
    afterEach(() => proxy.heal());

    it.each([
      { how: "by silence", cutOff: () => proxy.silenceAll() },
      { how: "by a proxy that refuses it", cutOff: () => proxy.refuseAll() },
    ])(
      "$how: whoever is there or comes takes over, and nothing executes in both",
      async ({ how, cutOff }) => {
        const stage = await openStage(database.db);
        await workers.killAll();
        await workers.start(proxy.url, { slots: 10 });
        await stage.trigger(4, { ms: 40_000, laterMs: 300 });
        await stage.untilExecuting(4);
        // It is the only one, and cannot know of the next one.
        cutOff();
        await workers.start(database.url, { slots: 10 });
        const statuses = await stage.ended(END_MS);
        saw(`a worker cut off ${how} with 4 runs executing: ${JSON.stringify(statuses)}`);
        expect(statuses).toEqual({ COMPLETED: 4 });
        expect(await stage.faults()).toEqual([]);
      },
      TEST_MS,
    );
  });
}
