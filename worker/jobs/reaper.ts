import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { FENCE_MS } from "#worker/domain/worker-lease.ts";

export type ToReaper =
  | { type: "serve"; url: string; workerId: string }
  | { type: "watch" | "forget"; pid: number }
  | { type: "renew"; agoMs: number }
  /** The worker ends in order: there is nothing to report. */
  | { type: "leave" };

export interface Reaper {
  /** Kills this process, and what it has started, when this one is killed or its lease runs out. */
  watch: (pid: number) => void;
  forget: (pid: number) => void;
  /** So long ago the worker was alive and its runs were its own. The lease begins with the first call. */
  renew: (agoMs: number) => void;
  stop: () => Promise<void>;
}

interface ReaperOptions {
  /** The database, and as whom it knows the worker: told when the worker dies. */
  worker?: { url: string; workerId: string };
  leaseMs?: number;
}

const RESTART_MS = 500;
const SCRIPT = fileURLToPath(new URL("./reaper-main.ts", import.meta.url));

/** Starts the process of `reaper-main.ts`, and starts it again should it die. */
export function startReaper({ worker, leaseMs = FENCE_MS }: ReaperOptions = {}): Reaper {
  const pids = new Set<number>();
  let isStopping = false;
  let child: ChildProcess;

  const send = (message: ToReaper) => {
    if (child.connected) child.send(message, () => {});
  };
  const start = () => {
    // In a group of its own: what ends the worker's group must leave it to do its work.
    child = fork(SCRIPT, [String(leaseMs)], {
      detached: true,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-old-space-size=32"],
      env: { NODE_ENV: "production" },
    });
    child.on("error", () => {});
    child.once("exit", () => {
      if (!isStopping) setTimeout(start, RESTART_MS).unref();
    });
    if (worker) send({ type: "serve", ...worker });
    for (const pid of pids) send({ type: "watch", pid });
  };

  start();
  return {
    watch: (pid) => {
      pids.add(pid);
      send({ type: "watch", pid });
    },
    forget: (pid) => {
      pids.delete(pid);
      send({ type: "forget", pid });
    },
    renew: (agoMs) => send({ type: "renew", agoMs }),
    stop: async () => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      if (child.connected)
        child.send({ type: "leave" } satisfies ToReaper, () => child.disconnect());
      await exited;
    },
  };
}
