import type { OrganizationContext, ServiceContext } from "../context.ts";

/** A signed-in person in one of their organizations; null when it is not theirs. */
export async function authenticateOrganization(
  ctx: ServiceContext,
  { userId, slug }: { userId: string; slug: string },
): Promise<OrganizationContext | null> {
  const member = await ctx.db.prisma.member.findFirst({
    where: { userId, organization: { slug } },
    select: { role: true, organization: { select: { id: true, slug: true, name: true } } },
  });
  if (!member) return null;
  const { role, organization } = member;
  return { ...ctx, actor: { kind: "user", userId, role }, organization };
}
