import type { Project } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import type { OrganizationContext } from "../context.ts";

/** A project of the organization by its slug. Throws NOT_FOUND. */
export async function getProject(ctx: OrganizationContext, slug: string): Promise<Project> {
  const organizationId = ctx.organization.id;
  const project = await ctx.db.prisma.project.findUnique({
    where: { organizationId_slug: { organizationId, slug } },
  });
  if (!project) {
    throw new DomainError("NOT_FOUND", `Project ${slug} not found in this organization.`);
  }
  return project;
}
