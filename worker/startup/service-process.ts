import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

export interface ServiceProcess {
  /** Resolves when the process has said that it is ready; rejects when it ends before. */
  ready: Promise<void>;
  /** Asks it to stop, and kills it after `timeoutMs`. */
  stop: (timeoutMs: number) => Promise<void>;
  /** It has been asked to stop: asks again, and kills it after `timeoutMs`. */
  hurry: (timeoutMs: number) => void;
  kill: () => void;
}

interface ServiceOptions {
  name: string;
  script: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
}

const RESTART_MS = 1_000;

/**
 * Runs one half of the product as a process and starts it again when it dies. It gets a process group
 * of its own, so that Ctrl-C reaches only the starter, which stops everything in the right order.
 */
export function startService(options: ServiceOptions): ServiceProcess {
  let isStopping = false;
  let child: ChildProcess;

  const spawn = (): Promise<void> => {
    const next = fork(options.script, [], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      execArgv: ["--enable-source-maps", "--disable-warning=ExperimentalWarning"],
    });
    child = next;
    return new Promise((resolve, reject) => {
      next.once("message", () => resolve());
      next.once("exit", (code, signal) => {
        const how = signal ?? `exit code ${code}`;
        reject(new Error(`The ${options.name} process ended (${how}) before it was ready.`));
        if (!isStopping) void restart(how);
      });
    });
  };

  let wasReady = false;
  const restart = async (how: string) => {
    if (!wasReady) return;
    console.error(`The ${options.name} process ended (${how}); starting it again.`);
    await sleep(RESTART_MS);
    if (!isStopping) await spawn().catch(() => {});
  };

  const ready = spawn().then(() => {
    wasReady = true;
  });
  return {
    ready,
    stop: async (timeoutMs) => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
      await exited;
      clearTimeout(timer);
    },
    hurry: (timeoutMs) => {
      isStopping = true;
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), timeoutMs).unref();
    },
    kill: () => {
      isStopping = true;
      child.kill("SIGKILL");
    },
  };
}
