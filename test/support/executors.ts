import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Database } from "#prisma/client.ts";
import { createExecutor, type ExecuteJob, type Executor } from "#worker/jobs/executor.ts";
import { createParking } from "#worker/jobs/parking.ts";
import { createBundleCache } from "#worker/processes/bundle-cache.ts";
import { createProcessPool } from "#worker/processes/pool.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";
import { newId } from "#worker/services/new-id.ts";
import { admitRuns, type Host } from "#worker/services/queues/admit.ts";
import { FAKE_BUNDLE_SOURCE } from "./fake-bundle.ts";
import { trigger } from "./runs.ts";
import { createWorkspace } from "./workspace.ts";

export interface StartedExecutor {
  ctx: EnvironmentContext;
  executor: Executor;
  retries: [string, number][];
  /** Triggers and admits a run that does this. */
  admit: (action: string) => Promise<{ id: string; friendlyId: string }>;
  /** Triggers one that starts where it is admitted; `before`: after its place was kept. */
  admitHere: (action: string, before?: (id: string) => unknown) => Promise<{ id: string }>;
}

interface ExecutorSetup {
  source?: string;
  slots?: number;
  memoryMb?: number;
}

export interface Executors {
  start: (options?: ExecutorSetup) => Promise<StartedExecutor>;
  /** Where their bundles are. */
  cache: () => string;
}

/** Executors that end with their test. */
export function useExecutors(database: { readonly db: Database }): Executors {
  const executors: Executor[] = [];
  let cache = "";
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), "pawl-executor-"));
  });
  afterEach(async () => {
    await Promise.all(executors.splice(0).map((executor) => executor.stop(0)));
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));
  return {
    cache: () => cache,
    start: async (options = {}) => {
      const started = await start(database.db, cache, options);
      executors.push(started.executor);
      return started;
    },
  };
}

async function start(
  db: Database,
  cache: string,
  { source = FAKE_BUNDLE_SOURCE, slots = 4, memoryMb = 100_000 }: ExecutorSetup,
): Promise<StartedExecutor> {
  const { ctx, projectRef } = await createWorkspace(db);
  const outOfMemory = { machine: "small-2x" } as const;
  const retry = { maxAttempts: 2, randomize: false, minTimeoutInMs: 60_000, outOfMemory };
  await createDeployment(ctx, {
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: "24.0.0",
      entryPoint: "index.mjs",
      config: { project: projectRef },
      tasks: [{ id: "fake", filePath: "fake.ts", retry, machine: "micro" }],
      queues: [],
    },
    bundle: { files: [{ path: "index.mjs", encoding: "utf8", contents: source }] },
  });
  const retries: [string, number][] = [];
  const workerId = newId();
  const executor = createExecutor({
    ctx,
    workerId,
    slots,
    room: { cpu: 100, memoryMb },
    // On a loaded machine the patience of a moment would end before what a test waits for.
    patienceMs: 60_000,
    pool: createProcessPool({ maxIdle: 4, maxExecutions: 100 }),
    parking: createParking({ limitMb: 1_000 }),
    bundles: createBundleCache(cache),
    apiUrl: "http://localhost:1",
    onRetry: (environmentId, delayMs) => retries.push([environmentId, delayMs]),
    onError: (error) => console.error(error),
  });
  return {
    ctx,
    executor,
    retries,
    admit: async (action) => {
      const run = await trigger(ctx, "fake", { payloadType: "text/plain" }, action);
      await admitRuns(ctx, ctx.environment.id);
      return run;
    },
    admitHere: async (action, before = () => {}) => {
      const data = { id: workerId, host: "here", pid: 1, version: "1", slots, capacity: slots };
      await ctx.db.prisma.worker.upsert({
        where: { id: workerId },
        create: { ...data, cpu: 100, memoryMb: 100_000, startedAt: new Date() },
        update: {},
      });
      const run = await trigger(ctx, "fake", { payloadType: "text/plain" }, action);
      const keep: Host["keep"] = (count) => {
        const kept = executor.host.keep(count);
        before(run.id);
        return kept;
      };
      await admitRuns(ctx, ctx.environment.id, { host: { ...executor.host, keep } });
      await ctx.db.prisma.worker.delete({ where: { id: workerId } });
      return run;
    },
  };
}

export function jobOf(ctx: EnvironmentContext, runId: string): ExecuteJob {
  return { runId, environmentId: ctx.environment.id, machine: "micro" };
}
