import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { until } from "#test/support/until.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { saw, sawFigure } from "./harness/report.ts";
import { END_MS, size, TEST_MS } from "./harness/size.ts";
import { useStages } from "./harness/stage.ts";

const database = useDatabase();
const workers = useWorkerProcesses();
const openStage = useStages();

const RUNS = size(3, 15);

describe("a worker that stands still past its lease", () => {
  it(
    "has its runs go on elsewhere, with no code of theirs beside it, and its late results refused",
    async () => {
      const stage = await openStage(database.db);
      const gate = join(await temporaryFolder(), "gate");
      const stopped = await workers.start(database.url, { slots: RUNS * 2 });
      await stage.trigger(RUNS, { ms: 30_000, laterMs: 500 });
      // These come to their end while nobody listens.
      const short = await stage.trigger(RUNS, { ms: 0, gate });
      await stage.untilExecuting(RUNS * 2);
      await workers.start(database.url, { slots: RUNS * 2 });
      stopped.signal("SIGSTOP");
      const stoppedAt = Date.now();
      await writeFile(gate, "");
      const next = await until(
        "the next attempt of each of them",
        async () => {
          const starts = (await stage.ledger()).filter(({ phase }) => phase === "start");
          const second = starts.filter(({ attempt }) => attempt === 2);
          return second.length === RUNS * 2 && second;
        },
        40_000,
      );
      stopped.signal("SIGCONT");
      const figure = sawFigure(
        "a worker stopped (SIGSTOP) to the next attempts elsewhere",
        next.map(({ at }) => at - stoppedAt),
        "limit 15000",
      );
      expect(figure.max).toBeLessThan(15_000);
      const statuses = await stage.ended(END_MS);
      saw(`SIGSTOP of a worker with ${RUNS * 2} runs past its lease: ${JSON.stringify(statuses)}`);
      expect(statuses).toEqual({ COMPLETED: RUNS * 2 });
      expect(await stage.faults()).toEqual([]);
      // The first attempts of these were at their end, too late.
      const isShort = ({ run }: { run: string }) => short.includes(run);
      const ends = (await stage.ledger()).filter(({ phase }) => phase === "end").filter(isShort);
      expect(ends.map(({ attempt }) => attempt).sort()).toEqual([
        ...short.map(() => 1),
        ...short.map(() => 2),
      ]);
    },
    TEST_MS,
  );
});
