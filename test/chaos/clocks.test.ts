import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { until } from "#test/support/until.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { saw } from "./harness/report.ts";
import { END_MS, size, TEST_MS } from "./harness/size.ts";
import { useStages } from "./harness/stage.ts";

const database = useDatabase();
const workers = useWorkerProcesses();
const openStage = useStages();

const RUNS = size(20, 500);
const twoHours = (direction: "" | "-") =>
  new URL(`./harness/preloads/shifted-clock.ts?hours=${direction}2`, import.meta.url).href;

describe("clocks that are two hours off", () => {
  it(
    "make nobody wait: neither a worker that is behind, nor what one that was ahead leaves to it",
    async () => {
      const stage = await openStage(database.db);
      const since = Date.now();
      const ahead = await workers.start(database.url, { preload: twoHours("") });
      await stage.trigger(RUNS, { ms: 100, failures: 1 });
      await stage.trigger(2, { ms: 100 }, { delay: "1s", ttl: "30s" });
      // These are still executing when their worker is killed, however long the other one takes to start.
      const gate = join(await temporaryFolder(), "gate");
      await stage.trigger(2, { ms: 0, gate });
      await until("the two to execute", async () => {
        const runs = await database.db.prisma.run.findMany({ where: { status: "EXECUTING" } });
        return runs.filter(({ payload }) => payload?.includes("gate")).length === 2;
      });
      await workers.start(database.url, { preload: twoHours("-") });
      ahead.signal("SIGKILL");
      await writeFile(gate, "");
      const statuses = await stage.ended(END_MS);
      saw(
        `clocks two hours ahead and behind, ${RUNS} runs: ${JSON.stringify(statuses)} after ${Date.now() - since} ms`,
      );
      expect(statuses).toEqual({ COMPLETED: RUNS + 4 });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );
});
