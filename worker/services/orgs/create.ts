import type { Prisma } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { freeSlug } from "#worker/domain/slugs.ts";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { newProjectRef } from "../projects/create.ts";
import { isAdministrator } from "../users/is-administrator.ts";
import { createProject } from "./create-project.ts";

export interface NewOrganization {
  /** Who becomes its owner. */
  userId: string;
  name: string;
  /** Of its first project: an organization is reached through its projects. */
  projectName: string;
}

/**
 * An organization with its first project. For administrators of the installation: whoever owns an
 * organization deploys code, and the workers that execute it are everybody's.
 */
export async function createOrganization(
  ctx: ServiceContext,
  { userId, name, projectName }: NewOrganization,
): Promise<{ slug: string; projectSlug: string }> {
  if (!(await isAdministrator(ctx, userId))) {
    throw new DomainError(
      "FORBIDDEN",
      "Only an administrator of this installation makes organizations.",
    );
  }
  return ctx.db.prisma.$transaction(async (tx) => {
    const slug = await takeSlug(tx, name);
    const organizationId = newId();
    await tx.organization.create({ data: { id: organizationId, slug, name } });
    await tx.member.create({ data: { organizationId, userId, role: "OWNER" } });
    const projectSlug = freeSlug(projectName, { fallback: "project", taken: [] });
    const project = { name: projectName, slug: projectSlug, ref: newProjectRef() };
    await createProject(tx, ctx, { organizationId, ...project });
    return { slug, projectSlug };
  });
}

/** Two that are made at once wait for one another: the second sees the first one's slug. */
async function takeSlug(tx: Prisma.TransactionClient, name: string): Promise<string> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('organization-slug', 1))`;
  const others = await tx.organization.findMany({ select: { slug: true } });
  return freeSlug(name, { fallback: "team", taken: others.map(({ slug }) => slug) });
}
