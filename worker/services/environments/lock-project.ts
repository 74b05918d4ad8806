import type { Prisma } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import type { OrganizationContext } from "../context.ts";

interface LockedProject {
  id: string;
  environments: { id: string; slug: string }[];
}

/** A project of the organization with its environments, which nobody else adds or removes meanwhile. Throws NOT_FOUND. */
export async function lockProject(
  tx: Prisma.TransactionClient,
  ctx: OrganizationContext,
  slug: string,
): Promise<LockedProject> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM project
    WHERE organization_id = ${ctx.organization.id}::uuid AND slug = ${slug} FOR UPDATE`;
  if (!row) throw new DomainError("NOT_FOUND", `Project ${slug} not found in this organization.`);
  const environments = await tx.environment.findMany({
    where: { projectId: row.id },
    select: { id: true, slug: true },
  });
  return { id: row.id, environments };
}
