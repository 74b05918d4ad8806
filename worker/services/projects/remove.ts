import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { cancelExecuting } from "../removals/cancel-executing.ts";
import { detachProjects } from "../removals/detach.ts";
import { inTransaction } from "../transaction.ts";
import { getProject } from "./get.ts";

/**
 * Deletes a project with all its environments, for good: nobody sees it any more once this has answered.
 * What executes is canceled and not waited for, so that a project that never comes to rest can be deleted.
 */
export async function removeProject(
  ctx: OrganizationContext,
  slug: string,
): Promise<{ canceledCount: number }> {
  authorize(ctx, "admin", { type: "projects" });
  const { id } = await getProject(ctx, slug);
  const environmentIds = await inTransaction(ctx.db.pool, (client) =>
    detachProjects(ctx, client, [id]),
  );
  return { canceledCount: await cancelExecuting(ctx, environmentIds) };
}
