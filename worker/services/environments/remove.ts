import { DomainError } from "#worker/domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { getProject } from "../projects/get.ts";
import { cancelExecuting } from "../removals/cancel-executing.ts";
import { detachEnvironment } from "../removals/detach.ts";
import { inTransaction } from "../transaction.ts";
import { environmentNotFound } from "./update.ts";

/**
 * Deletes an environment with everything in it, for good. What executes is canceled and not waited for.
 * The last one of a project is refused: nothing would lead to the project any more.
 */
export async function removeEnvironment(
  ctx: OrganizationContext,
  { project, environment: slug }: { project: string; environment: string },
): Promise<{ canceledCount: number }> {
  authorize(ctx, "admin", { type: "projects" });
  const { id: projectId } = await getProject(ctx, project);
  const environmentId = await inTransaction(ctx.db.pool, async (client) => {
    // Of two that are deleted at once, the second is the last one.
    await client.query("SELECT 1 FROM project WHERE id = $1 FOR UPDATE", [projectId]);
    const { rows } = await client.query<{ id: string; slug: string }>(
      "SELECT id, slug FROM environment WHERE project_id = $1",
      [projectId],
    );
    const found = rows.find((row) => row.slug === slug);
    if (!found) throw environmentNotFound(slug);
    if (rows.length === 1) {
      throw new DomainError(
        "CONFLICT",
        "A project has at least one environment. Create another one first, or delete the project.",
      );
    }
    await detachEnvironment(ctx, client, found.id);
    return found.id;
  });
  return { canceledCount: await cancelExecuting(ctx, [environmentId]) };
}
