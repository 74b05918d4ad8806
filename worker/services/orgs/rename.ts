import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";

/** Changes what people call it; its slug, and so every address, stays. */
export async function renameOrganization(ctx: OrganizationContext, name: string): Promise<void> {
  authorize(ctx, "write", { type: "organization" });
  await ctx.db.prisma.organization.update({ where: { id: ctx.organization.id }, data: { name } });
}
