import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./root.ts";
import { testEncryptionKey } from "./workspace.ts";

export interface WorkerProcess {
  pid: number;
  signal: (signal: NodeJS.Signals) => void;
  /** Resolves when it has ended. */
  exited: Promise<unknown>;
}

/** A worker in a process of its own, as `npm run worker` has it, so that it can be killed. */
export async function startWorkerProcess(
  databaseUrl: string,
  {
    slots = 10,
    graceSeconds = 0,
    apiUrl = "http://localhost:1",
  }: { slots?: number; graceSeconds?: number; apiUrl?: string } = {},
): Promise<WorkerProcess> {
  const cache = await mkdtemp(join(tmpdir(), "pawl-bundles-"));
  const { PATH, HOME } = process.env;
  const child: ChildProcess = fork(join(root, "worker/main.ts"), [], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      NODE_ENV: "production",
      PATH,
      HOME,
      DATABASE_URL: databaseUrl,
      PAWL_ENCRYPTION_KEY: testEncryptionKey,
      PAWL_URL: apiUrl,
      WORKER_SLOTS: String(slots),
      WORKER_GRACE_SECONDS: String(graceSeconds),
      WORKER_CACHE_DIR: cache,
    },
  });
  const exited = once(child, "exit");
  await Promise.race([
    once(child, "message"),
    exited.then(() => Promise.reject(new Error("The worker ended before it was ready."))),
  ]);
  return { pid: child.pid ?? 0, signal: (signal) => child.kill(signal), exited };
}
