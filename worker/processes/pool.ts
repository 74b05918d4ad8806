import { TaskProcess, type TaskProcessOptions } from "./task-process.ts";

export interface ProcessPool {
  /** A warm process of this bundle, or a fresh one. Rejects when the bundle does not start. */
  acquire: (bundleId: string, options: TaskProcessOptions) => Promise<Lease>;
  /** Kills everything and waits until it is gone. */
  stop: () => Promise<void>;
}

export interface Lease {
  process: TaskProcess;
  /** False: it was started for this attempt. */
  isWarm: boolean;
  /** Gives it back; `false` ends it, since nobody knows what state it is in. */
  release: (isReusable: boolean) => void;
}

interface PoolOptions {
  /** Processes that may stay warm with nothing to do, over all bundles. */
  maxIdle: number;
  /** A process ends after this many attempts, so that what leaks in user code does not pile up. */
  maxExecutions: number;
}

interface Idle {
  bundleId: string;
  process: TaskProcess;
}

/** Processes stay warm per bundle, and a bundle belongs to one environment: none is shared between tenants. */
export function createProcessPool({ maxIdle, maxExecutions }: PoolOptions): ProcessPool {
  /** The one used last is at the end: it is taken first, so that the others can go cold. */
  const idle: Idle[] = [];
  const all = new Set<TaskProcess>();

  const takeIdle = (bundleId: string): TaskProcess | undefined => {
    for (let i = idle.length - 1; i >= 0; i--) {
      const candidate = idle[i];
      if (candidate?.bundleId !== bundleId) continue;
      idle.splice(i, 1);
      if (candidate.process.isUsable) return candidate.process;
      all.delete(candidate.process);
    }
    return undefined;
  };

  const retire = (process: TaskProcess) => {
    process.kill();
    all.delete(process);
  };

  const start = async (options: TaskProcessOptions): Promise<TaskProcess> => {
    const process = new TaskProcess(options);
    all.add(process);
    try {
      await process.ready;
      return process;
    } catch (error) {
      retire(process);
      throw error;
    }
  };

  return {
    acquire: async (bundleId, options) => {
      const warm = takeIdle(bundleId);
      const process = warm ?? (await start(options));
      return {
        process,
        isWarm: warm !== undefined,
        release: (isReusable) => {
          if (!isReusable || !process.isUsable || process.executions >= maxExecutions) {
            retire(process);
            return;
          }
          idle.push({ bundleId, process });
          if (idle.length > maxIdle) {
            const coldest = idle.shift();
            if (coldest) retire(coldest.process);
          }
        },
      };
    },
    stop: async () => {
      idle.length = 0;
      await Promise.all([...all].map((process) => process.stop()));
      all.clear();
    },
  };
}
