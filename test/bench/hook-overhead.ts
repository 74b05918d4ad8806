import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TaskProcess } from "#worker/processes/task-process.ts";
import { percentile, printTable } from "./figures.ts";
import { ATTEMPT, BARE_TASK, deployFolder, processOptions } from "./task-bundle.ts";

const SAMPLES = 1_000;
const ROUNDS = 3;

const HOOKS = `
  const nothing = async () => {};
  export const hooks = {
    init: nothing, onStart: nothing, onStartAttempt: nothing, onWait: nothing, onResume: nothing,
    onSuccess: nothing, onFailure: nothing, onComplete: nothing, onCancel: nothing, catchError: nothing,
    cleanup: nothing, middleware: async ({ next }: { next: () => Promise<void> }) => { await next(); },
  };`;
const GLOBALS = `
  import { tasks } from "@pawl/sdk";
  import { hooks } from "../hooks.ts";
  for (const [kind, fn] of Object.entries(hooks)) Reflect.get(tasks, kind)("global", fn);`;
const HOOKED = `
  import { task } from "@pawl/sdk";
  import { hooks } from "../hooks.ts";
  export const t = task({ id: "t", ...hooks, run: async () => {} });`;

/** A no-op attempt in a warm process, from the worker's message to its result: without hooks, and with all twelve on the task and globally. */
export async function benchHookOverhead(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  const bare = await startProcess(join(folder, "bare"), { "trigger/t.ts": BARE_TASK });
  const hooked = await startProcess(join(folder, "hooked"), {
    "hooks.ts": HOOKS,
    "trigger/init.ts": GLOBALS,
    "trigger/t.ts": HOOKED,
  });
  try {
    const rows = [["", "p50", "p99"]];
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [name, process] of [
        ["no hooks", bare],
        ["all hooks", hooked],
      ] as const) {
        const took = await measure(process);
        rows.push([
          `${name}, round ${round}`,
          us(percentile(took, 0.5)),
          us(percentile(took, 0.99)),
        ]);
      }
    }
    printTable(`A no-op attempt in a warm process, ${SAMPLES} one by one`, rows);
  } finally {
    await Promise.all([bare.stop(), hooked.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function startProcess(root: string, files: Record<string, string>): Promise<TaskProcess> {
  const process = new TaskProcess(processOptions(await deployFolder(root, files)));
  await process.ready;
  return process;
}

async function measure(process: TaskProcess): Promise<number[]> {
  const took: number[] = [];
  for (let i = -100; i < SAMPLES; i++) {
    const startedAt = performance.now();
    const outcome = await process.execute(ATTEMPT, undefined, { onEvents: () => {} });
    if (i >= 0) took.push(performance.now() - startedAt);
    if (outcome.kind !== "RESULT" || !outcome.result.ok) throw new Error(JSON.stringify(outcome));
  }
  return took;
}

function us(ms: number): string {
  return `${Math.round(ms * 1_000)} µs`;
}
