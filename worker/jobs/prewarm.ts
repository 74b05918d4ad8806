import { roomOf } from "#worker/domain/machine-room.ts";
import type { BundleCache } from "#worker/processes/bundle-cache.ts";
import type { ProcessPool } from "#worker/processes/pool.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { getBundle } from "#worker/services/deployments/get-bundle.ts";
import { listUsedDeployments } from "#worker/services/deployments/list-used.ts";

/** A process that waits for its first attempt takes memory. */
const MOST_DEPLOYMENTS = 4;

interface PrewarmOptions {
  ctx: ServiceContext;
  workerId: string;
  pool: ProcessPool;
  bundles: BundleCache;
}

/** Makes ready for what other workers execute: when one dies, its runs do not wait for a bundle and a cold process. */
export async function prewarm({ ctx, workerId, pool, bundles }: PrewarmOptions): Promise<void> {
  const used = await listUsedDeployments(ctx, {
    exceptWorkerId: workerId,
    limit: MOST_DEPLOYMENTS,
  });
  for (const { deployment, machine } of used) {
    const { bundleId, manifest } = deployment;
    const folder = await bundles.folderOf(bundleId, () => getBundle(ctx, bundleId));
    const { memoryMb } = roomOf(machine);
    pool.prewarm(
      bundleId,
      { folder, entryPoint: manifest.entryPoint, memoryMb },
      { isSingleUse: manifest.config.processKeepAlive === false },
    );
  }
}
