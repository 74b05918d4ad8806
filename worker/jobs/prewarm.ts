import { roomOf } from "#worker/domain/machine-room.ts";
import type { BundleCache } from "#worker/processes/bundle-cache.ts";
import type { ProcessPool } from "#worker/processes/pool.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { getBundle } from "#worker/services/deployments/get-bundle.ts";
import {
  listUsedDeployments,
  type UsedDeployment,
} from "#worker/services/deployments/list-used.ts";

/** A process that waits for its first attempt takes memory. */
const MOST_DEPLOYMENTS = 4;

interface PrewarmOptions {
  ctx: ServiceContext;
  workerId: string;
  pool: ProcessPool;
  bundles: BundleCache;
}

/**
 * Makes ready for what other workers execute: when one dies, its runs do not wait for a bundle and a cold process.
 * Throws what is wrong with one bundle once all others are ready.
 */
export async function prewarm(options: PrewarmOptions): Promise<void> {
  const { ctx, workerId } = options;
  const used = await listUsedDeployments(ctx, {
    exceptWorkerId: workerId,
    limit: MOST_DEPLOYMENTS,
  });
  const readied = await Promise.allSettled(used.map((each) => ready(options, each)));
  const failed = readied.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

async function ready(
  { ctx, pool, bundles }: PrewarmOptions,
  { deployment: { bundleId, manifest }, machine }: UsedDeployment,
): Promise<void> {
  const folder = await bundles.folderOf(bundleId, () => getBundle(ctx, bundleId));
  const { memoryMb } = roomOf(machine);
  pool.prewarm(
    bundleId,
    { folder, entryPoint: manifest.entryPoint, memoryMb },
    { isSingleUse: manifest.config.processKeepAlive === false },
  );
}
