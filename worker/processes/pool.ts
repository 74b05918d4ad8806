import { TaskProcess, type TaskProcessOptions } from "./task-process.ts";

export interface ProcessPool {
  /** A warm process for this bundle and memory, or a fresh one. Rejects when the bundle does not start. */
  acquire: (bundleId: string, options: TaskProcessOptions, use?: ProcessUse) => Promise<Lease>;
  /** Starts a process ahead, unless one is ready. */
  prewarm: (bundleId: string, options: TaskProcessOptions, use?: ProcessUse) => void;
  /** Processes that live, busy or not. */
  size: () => number;
  /** Kills everything and waits until it is gone. */
  stop: () => Promise<void>;
}

export interface ProcessUse {
  /** It takes one attempt and ends. */
  isSingleUse?: boolean;
  /** Fewer than the pool's own. */
  maxExecutions?: number | undefined;
  /** No other attempt could begin right now: none is started ahead, since this one comes back before it is needed. */
  isLast?: boolean;
}

export interface Lease {
  process: TaskProcess;
  /** `COLD`: started for this attempt. `PREWARMED`: started ahead, never used. `WARM`: used before. */
  state: "COLD" | "PREWARMED" | "WARM";
  /** Milliseconds that the caller waited for it. */
  waitedMs: number;
  /** Gives it back; `false` ends it, since nobody knows what state it is in. */
  release: (isReusable: boolean) => void;
}

interface PoolOptions {
  /** Processes that may stay with nothing to do, over all bundles. */
  maxIdle: number;
  /** A process ends after this many attempts, so that what leaks in user code does not pile up. */
  maxExecutions: number;
  /** One that nobody needed for this long ends. */
  idleMs?: number;
  /** Ends the processes if this one cannot. */
  reaper?: { watch: (pid: number) => void; forget: (pid: number) => void };
}

interface Spare {
  key: string;
  process: TaskProcess;
  timer: NodeJS.Timeout;
}

/** A process that holds more than this share of its memory after an attempt is not used again. */
const GROWN_SHARE = 0.5;
const IDLE_MS = 10 * 60_000;

/**
 * Processes stay warm per bundle and memory, and a bundle belongs to one environment: none is shared between
 * tenants. Whenever the last one that was ready is taken, another is started ahead, if there is a place for it.
 */
export function createProcessPool({
  maxIdle,
  maxExecutions,
  idleMs = IDLE_MS,
  reaper,
}: PoolOptions): ProcessPool {
  const idle = createIdle(maxIdle, idleMs);
  const processes = createProcesses(reaper);
  const ahead = createAhead(idle, processes, maxIdle);

  const take = async (key: string, options: TaskProcessOptions) => {
    const early = idle.take(key) ?? (await ahead.take(key));
    return early?.isUsable
      ? { process: early, isFresh: false }
      : { process: await processes.start(options), isFresh: true };
  };

  return {
    size: processes.size,
    prewarm: (bundleId, options, use = {}) => ahead.start(keyOf(bundleId, options, use), options),
    acquire: async (bundleId, options, use = {}) => {
      const since = performance.now();
      const key = keyOf(bundleId, options, use);
      const { process, isFresh } = await take(key, options);
      const waitedMs = performance.now() - since;
      if (!use.isLast || use.isSingleUse) ahead.start(key, options);
      const limit = executionsOf(use, maxExecutions);
      return {
        process,
        state: isFresh ? "COLD" : process.executions > 0 ? "WARM" : "PREWARMED",
        waitedMs,
        release: (isReusable) =>
          whenExported(process, () => {
            if (!isReusable || !process.isUsable || process.executions >= limit) process.kill();
            else idle.add(key, process, options.memoryMb);
          }),
      };
    },
    stop: async () => {
      idle.clear();
      await processes.stop();
    },
  };
}

/** Those that are started ahead, and not ready yet. */
function createAhead(
  idle: ReturnType<typeof createIdle>,
  processes: ReturnType<typeof createProcesses>,
  maxIdle: number,
) {
  const starting = new Map<string, Promise<TaskProcess>>();
  return {
    start: (key: string, options: TaskProcessOptions): void => {
      if (starting.has(key) || idle.has(key) || idle.size() >= maxIdle) return;
      const started = processes.start(options);
      starting.set(key, started);
      // False: somebody took it while it started, and the next one may be on its way by now.
      const leave = () => starting.get(key) === started && starting.delete(key);
      started
        .then((process) => leave() && idle.add(key, process, options.memoryMb))
        // Whoever needs one next is told what is wrong with it.
        .catch(leave);
    },
    take: async (key: string): Promise<TaskProcess | undefined> => {
      const started = starting.get(key);
      starting.delete(key);
      return started?.catch(() => undefined);
    },
  };
}

function keyOf(bundleId: string, { memoryMb }: TaskProcessOptions, { isSingleUse }: ProcessUse) {
  return `${bundleId} ${memoryMb} ${isSingleUse === true}`;
}

function executionsOf({ isSingleUse, maxExecutions }: ProcessUse, most: number): number {
  return isSingleUse ? 1 : Math.min(most, maxExecutions ?? most);
}

/** Its run is over; what it traced may still be on its way. */
function whenExported({ exporting }: TaskProcess, then: () => void): void {
  if (exporting) void exporting.then(then);
  else then();
}

/** All that live, whoever has them. */
function createProcesses(reaper: PoolOptions["reaper"]) {
  const all = new Set<TaskProcess>();
  let isStopped = false;
  return {
    size: () => all.size,
    start: async (options: TaskProcessOptions): Promise<TaskProcess> => {
      if (isStopped) throw new Error("The worker stops.");
      const process = new TaskProcess(options);
      all.add(process);
      const { pid } = process;
      if (pid !== undefined) reaper?.watch(pid);
      void process.exited.then(() => {
        all.delete(process);
        if (pid !== undefined) reaper?.forget(pid);
      });
      try {
        await process.ready;
        return process;
      } catch (error) {
        process.kill();
        throw error;
      }
    },
    stop: async () => {
      isStopped = true;
      await Promise.all([...all].map((process) => process.stop()));
    },
  };
}

/** Ready processes. The one used last is taken first, so that the others can go cold; one never used comes last. */
function createIdle(maxIdle: number, idleMs: number) {
  let spares: Spare[] = [];
  const remove = (spare: Spare) => {
    clearTimeout(spare.timer);
    spares = spares.filter((other) => other !== spare);
  };
  const retire = (spare: Spare) => {
    remove(spare);
    spare.process.kill();
  };
  return {
    size: () => spares.length,
    has: (key: string) => spares.some((spare) => spare.key === key && spare.process.isUsable),
    add: (key: string, process: TaskProcess, memoryMb: number) => {
      const timer = setTimeout(() => retire(spare), idleMs).unref();
      const spare: Spare = { key, process, timer };
      if (process.executions > 0) spares.push(spare);
      else spares.unshift(spare);
      const [coldest] = spares;
      if (spares.length > maxIdle && coldest) retire(coldest);
      // Nobody waits for the look; one that is taken meanwhile is looked at next time.
      void process.lookAtMemory().then((usedMb) => {
        if (usedMb > memoryMb * GROWN_SHARE && spares.includes(spare)) retire(spare);
      });
    },
    take: (key: string): TaskProcess | undefined => {
      for (const spare of spares.toReversed()) {
        if (spare.key !== key) continue;
        remove(spare);
        if (spare.process.isUsable) return spare.process;
      }
      return undefined;
    },
    clear: () => {
      for (const spare of spares) clearTimeout(spare.timer);
      spares = [];
    },
  };
}
