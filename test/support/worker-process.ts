import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { root } from "./root.ts";
import { testEncryptionKey } from "./workspace.ts";

export interface WorkerProcess {
  pid: number;
  signal: (signal: NodeJS.Signals) => void;
  /** Resolves when it has ended. */
  exited: Promise<unknown>;
}

export interface WorkerProcessOptions {
  slots?: number;
  graceSeconds?: number;
  /** Where its tasks reach the API. */
  apiUrl?: string;
  /** Loaded before anything of the worker's: what is wrong with its machine. */
  preload?: string;
}

/** A worker in a process of its own, as `npm run worker` has it, so that it can be killed. */
export async function startWorkerProcess(
  databaseUrl: string,
  {
    slots = 10,
    graceSeconds = 0,
    apiUrl = "http://localhost:1",
    preload,
  }: WorkerProcessOptions = {},
): Promise<WorkerProcess> {
  const cache = await mkdtemp(join(tmpdir(), "pawl-bundles-"));
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const child: ChildProcess = fork(join(root, "worker/main.ts"), [], {
    execArgv: ["--disable-warning=ExperimentalWarning", ...(preload ? ["--import", preload] : [])],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      NODE_ENV: "production",
      PATH,
      HOME,
      NODE_COMPILE_CACHE,
      DATABASE_URL: databaseUrl,
      PAWL_ENCRYPTION_KEY: testEncryptionKey,
      PAWL_URL: apiUrl,
      WORKER_SLOTS: String(slots),
      // Only counted, never used: every slot may be taken, whatever this machine has.
      WORKER_MEMORY_GB: String(Math.max(1, slots)),
      WORKER_GRACE_SECONDS: String(graceSeconds),
      WORKER_CACHE_DIR: cache,
    },
  });
  const exited = once(child, "exit").finally(() => remove(cache));
  await Promise.race([
    once(child, "message"),
    exited.then(() => Promise.reject(new Error("The worker ended before it was ready."))),
  ]);
  return { pid: child.pid ?? 0, signal: (signal) => child.kill(signal), exited };
}

/** What a killed worker has started writes there until its reaper comes by. */
function remove(cache: string): Promise<void> {
  return rm(cache, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

export interface WorkerProcesses {
  start: (databaseUrl: string, options?: WorkerProcessOptions) => Promise<WorkerProcess>;
  /** All that live, gone at once. */
  killAll: () => Promise<void>;
}

/** Workers that end with the test file, whatever became of them. */
export function useWorkerProcesses(): WorkerProcesses {
  const workers = new Set<WorkerProcess>();
  const killAll = async () => {
    for (const worker of workers) worker.signal("SIGKILL");
    await Promise.all([...workers].map(({ exited }) => exited));
  };
  afterAll(killAll);
  return {
    killAll,
    start: async (databaseUrl, options) => {
      const worker = await startWorkerProcess(databaseUrl, options);
      workers.add(worker);
      void worker.exited.then(() => workers.delete(worker));
      return worker;
    },
  };
}
