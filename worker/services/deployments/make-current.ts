import type { Prisma } from "#prisma/generated/client.ts";
import type { DeploymentManifest } from "#sdk/wire/manifest.ts";
import type { EnvironmentContext } from "../context.ts";
import { syncDeclaredSchedules } from "../schedules/sync-declared.ts";
import { syncTasksAndQueues } from "./sync-tasks.ts";

/**
 * New runs take this deployment from now on, and the environment's tasks, queues and schedules are those of its code. The
 * caller holds the environment's row, so that one becomes current at a time.
 */
export async function makeCurrent(
  tx: Prisma.TransactionClient,
  ctx: EnvironmentContext,
  { deploymentId, manifest }: { deploymentId: string; manifest: DeploymentManifest },
): Promise<void> {
  const environmentId = ctx.environment.id;
  await tx.deployment.updateMany({
    where: { environmentId, isCurrent: true },
    data: { isCurrent: false },
  });
  await tx.deployment.update({ where: { id: deploymentId }, data: { isCurrent: true } });
  await syncTasksAndQueues(tx, { environmentId, deploymentId, manifest });
  await syncDeclaredSchedules(tx, {
    environment: ctx.environment,
    manifest,
    now: ctx.clock(),
  });
}
