import { friendlyId } from "#worker/domain/ids.ts";
import type { MembersView } from "#worker/domain/organizations/views.ts";
import { can } from "#worker/domain/permissions.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";

/** Who belongs to the organization, the first member first, and the links that are still open. */
export async function listMembers(ctx: OrganizationContext): Promise<MembersView> {
  authorize(ctx, "read", { type: "members" });
  const organizationId = ctx.organization.id;
  const rows = await ctx.db.prisma.member.findMany({
    where: { organizationId },
    include: { user: { select: { name: true, email: true } } },
    orderBy: { createdAt: "asc" },
  });
  const invitations = can(ctx.actor, "write", [{ type: "members" }])
    ? await ctx.db.prisma.invitation.findMany({
        where: { organizationId, acceptedAt: null, expiresAt: { gt: ctx.clock() } },
        orderBy: { id: "desc" },
      })
    : [];
  return {
    members: rows.map(({ userId, user, role, createdAt }) => ({
      userId,
      ...user,
      role,
      joinedAt: createdAt.toISOString(),
    })),
    invitations: invitations.map(({ id, role, email, createdBy, createdAt, expiresAt }) => ({
      id: friendlyId("invitation", id),
      role,
      ...(email !== null && { email }),
      createdBy,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
  };
}
