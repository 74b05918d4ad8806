import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { loadDeployment } from "./load.ts";
import { makeCurrent } from "./make-current.ts";
import { expectRelease, releaseParkedRuns } from "./release-parked-runs.ts";

export interface PromotedDeployment {
  id: string;
  version: string;
  /** It was current already. */
  isUnchanged: boolean;
}

/**
 * Makes a deployment that is here the current one, be it newer or older: with its tasks, its queues' limits and its schedules. Runs take the
 * current version when they start, so queued runs take this one; those of a task that it does not have wait for one that
 * has it. What executes, waits or retries stays in its version. Throws NOT_FOUND.
 */
export async function promoteDeployment(
  ctx: EnvironmentContext,
  reference: string,
): Promise<PromotedDeployment> {
  authorize(ctx, "deploy", { type: "deployments" });
  const environmentId = ctx.environment.id;
  const id = parseFriendlyId("deployment", reference);
  const promoted = await ctx.db.prisma.$transaction(
    async (tx) => {
      // As for a new deployment: one becomes current at a time.
      await tx.$queryRaw`SELECT 1 FROM environment WHERE id = ${environmentId}::uuid FOR UPDATE`;
      await expectRelease(tx, ctx);
      const row = await tx.deployment.findFirst({
        where: { environmentId, ...(id ? { id } : { version: reference }) },
        select: { id: true, version: true, isCurrent: true },
      });
      if (!row) throw notFound(`Deployment ${reference}`);
      if (row.isCurrent) return { id: row.id, version: row.version, isUnchanged: true };
      const { manifest } = await loadDeployment(ctx, row.id);
      await makeCurrent(tx, ctx, { deploymentId: row.id, manifest });
      return { id: row.id, version: row.version, isUnchanged: false };
    },
    { timeout: 30_000 },
  );
  await releaseParkedRuns(ctx, environmentId);
  return promoted;
}
