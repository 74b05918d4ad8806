import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TaskProcess } from "#worker/processes/task-process.ts";
import { ms, percentile, printTable } from "./figures.ts";
import { ATTEMPT, BARE_TASK, deployFolder, processOptions } from "./task-bundle.ts";

const SAMPLES = 30;
const ROUNDS = 3;

/** From asking for a process of a small bundle to the user's `run`, against a bare `node` process from its start to its end, in turn. */
export async function benchColdStart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  try {
    const deployed = await deployFolder(folder, { "trigger/t.ts": BARE_TASK });
    for (let i = 0; i < 5; i++) await coldStart(deployed);
    const rows = [["", "p50", "p99", "ratio of p50"]];
    for (let round = 1; round <= ROUNDS; round++) {
      const pawl: number[] = [];
      const bare: number[] = [];
      for (let i = 0; i < SAMPLES; i++) {
        pawl.push(await coldStart(deployed));
        bare.push(await bareNode());
      }
      const ratio = percentile(pawl, 0.5) / percentile(bare, 0.5);
      rows.push(
        [`pawl, round ${round}`, ...shown(pawl), ratio.toFixed(2)],
        [`node -e 0, round ${round}`, ...shown(bare), "1"],
      );
    }
    printTable(`A cold start, from asking for the process to \`run\`, ${SAMPLES} one by one`, rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function shown(sample: number[]): string[] {
  return [ms(percentile(sample, 0.5)), ms(percentile(sample, 0.99))];
}

async function coldStart(folder: string): Promise<number> {
  const startedAt = performance.timeOrigin + performance.now();
  const process = new TaskProcess(processOptions(folder));
  let enteredAt = Number.NaN;
  await process.ready;
  const outcome = await process.execute(ATTEMPT, undefined, {
    onEvents: (events) => {
      for (const event of events) {
        if (event.kind === "span" && event.category === "run") enteredAt = event.at;
      }
    },
  });
  await process.stop();
  if (outcome.kind !== "RESULT" || !outcome.result.ok) throw new Error(JSON.stringify(outcome));
  return enteredAt - startedAt;
}

async function bareNode(): Promise<number> {
  const startedAt = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - startedAt;
}
