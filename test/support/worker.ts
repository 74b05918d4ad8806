import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type RunningWorker, startWorker } from "#worker/start-worker.ts";
import { testEncryptionKey } from "./workspace.ts";

/** A real worker in this process, on the database of the test file, for as long as its tests run. */
export function useWorker(
  url: string,
  { slots = 4, apiUrl = () => "http://localhost:1", parkedMemoryGb }: WorkerOptions = {},
): { restart: () => Promise<void>; stop: () => Promise<void> } {
  let worker: RunningWorker | undefined;
  let cache: string | undefined;

  const start = async (cacheDirectory: string) => {
    worker = await startWorker({
      DATABASE_URL: url,
      PAWL_ENCRYPTION_KEY: testEncryptionKey,
      PAWL_URL: apiUrl(),
      WORKER_SLOTS: slots,
      WORKER_MEMORY_GB: 16,
      WORKER_GRACE_SECONDS: 0,
      ...(parkedMemoryGb !== undefined && { WORKER_PARKED_MEMORY_GB: parkedMemoryGb }),
      RETENTION_DAYS: 30,
      WORKER_CACHE_DIR: cacheDirectory,
    });
  };
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), "pawl-bundles-"));
    await start(cache);
  });
  afterAll(async () => {
    await worker?.stop(0);
    if (cache) await rm(cache, { recursive: true, force: true });
  });
  return {
    stop: async () => {
      await worker?.stop(0);
      worker = undefined;
    },
    restart: async () => {
      await worker?.stop(0);
      if (cache) await start(cache);
    },
  };
}

export interface WorkerOptions {
  slots?: number;
  /** For the processes of waiting runs. */
  parkedMemoryGb?: number;
  /** Where its tasks reach the API; asked when it starts. */
  apiUrl?: () => string;
}
