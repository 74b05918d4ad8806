import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { unpackArchive } from "#sdk/cli/index-bundle.ts";
import type { AttemptInput } from "#sdk/wire/protocol.ts";
import { DEFAULT_RETRY } from "#sdk/wire/retry.ts";
import { buildFolder } from "#test/support/deploy-project.ts";
import { TaskProcess } from "#worker/processes/task-process.ts";
import { percentile, printTable } from "./figures.ts";

const SAMPLES = 1_000;
const ROUNDS = 3;

const CONFIG = 'export default { project: "proj_bench" };';
const BARE = `
  import { task } from "@pawl/sdk";
  export const t = task({ id: "t", run: async () => {} });`;
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
  const bare = await startProcess(join(folder, "bare"), { "trigger/t.ts": BARE });
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
  for (const [path, source] of Object.entries({ "trigger.config.ts": CONFIG, ...files })) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), source);
  }
  const { bundle } = await buildFolder(root, "proj_bench");
  const folder = join(root, "deployed");
  await unpackArchive(bundle, folder);
  const process = new TaskProcess({ folder, entryPoint: ENTRY_POINT, memoryMb: 512 });
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

const AT = new Date(0);
const ATTEMPT: AttemptInput = {
  id: "attempt_1",
  taskId: "t",
  payloadType: "application/json",
  retry: DEFAULT_RETRY,
  retriesEnabled: true,
  env: {},
  logLevel: "info",
  trace: { traceId: "0af7651916cd43dd8448eb211c80319c", isSampled: true },
  waitEpoch: 0,
  hasJournal: false,
  isReplay: false,
  ctx: {
    attempt: { number: 1, startedAt: AT },
    task: { id: "t", filePath: "trigger/t.ts" },
    run: { id: "run_1", tags: [], isTest: false, isReplay: false, createdAt: AT, startedAt: AT },
    queue: { id: "queue_1", name: "task/t" },
    environment: { id: "env_1", slug: "dev", type: "DEVELOPMENT" },
    organization: { id: "org_1", slug: "org", name: "Org" },
    project: { id: "proj_1", ref: "proj_bench", slug: "bench", name: "Bench" },
  },
};
