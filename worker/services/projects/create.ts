import { randomBytes } from "node:crypto";
import { freeSlug } from "#worker/domain/slugs.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { createProject as insertProject } from "../orgs/create-project.ts";

/** What `trigger.config.ts` names. */
export function newProjectRef(): string {
  return `proj_${randomBytes(10).toString("hex")}`;
}

/** A project with its environments and their keys; its slug follows from its name. */
export async function createProject(
  ctx: OrganizationContext,
  name: string,
): Promise<{ slug: string; ref: string }> {
  authorize(ctx, "write", { type: "projects" });
  const organizationId = ctx.organization.id;
  return ctx.db.prisma.$transaction(async (tx) => {
    // Two that are made at once wait for one another: the second sees the first one's slug.
    await tx.$queryRaw`SELECT 1 FROM organization WHERE id = ${organizationId}::uuid FOR UPDATE`;
    const others = await tx.project.findMany({ where: { organizationId }, select: { slug: true } });
    const slug = freeSlug(name, { fallback: "project", taken: others.map((one) => one.slug) });
    const ref = newProjectRef();
    await insertProject(tx, ctx, { organizationId, name, slug, ref });
    return { slug, ref };
  });
}
