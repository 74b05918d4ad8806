import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { cancelExecuting } from "../removals/cancel-executing.ts";
import { detachProjects } from "../removals/detach.ts";
import { inTransaction } from "../transaction.ts";

/** Deletes an organization with its projects, members and invitations, for good; its people keep their accounts. */
export async function removeOrganization(
  ctx: OrganizationContext,
): Promise<{ canceledCount: number }> {
  authorize(ctx, "admin", { type: "organization" });
  const { id } = ctx.organization;
  const environmentIds = await inTransaction(ctx.db.pool, async (client) => {
    // A project that is being made here comes before this, or finds no organization.
    await client.query("SELECT 1 FROM organization WHERE id = $1 FOR UPDATE", [id]);
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM project WHERE organization_id = $1 ORDER BY id",
      [id],
    );
    const detached = await detachProjects(
      ctx,
      client,
      rows.map((row) => row.id),
    );
    await client.query("DELETE FROM organization WHERE id = $1", [id]);
    return detached;
  });
  return { canceledCount: await cancelExecuting(ctx, environmentIds) };
}
