import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { getProject } from "./get.ts";

/** Changes what people call it; its slug and its reference, and so every address and config, stay. */
export async function renameProject(
  ctx: OrganizationContext,
  { project: slug, name }: { project: string; name: string },
): Promise<void> {
  authorize(ctx, "write", { type: "projects" });
  const { id } = await getProject(ctx, slug);
  await ctx.db.prisma.project.update({ where: { id }, data: { name } });
}
