import { DomainError } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";

/** Makes a link useless. Throws NOT_FOUND for one that is used or gone. */
export async function revokeInvitation(
  ctx: OrganizationContext,
  invitationId: string,
): Promise<void> {
  authorize(ctx, "write", { type: "members" });
  const id = parseFriendlyId("invitation", invitationId);
  const organizationId = ctx.organization.id;
  const { count } = id
    ? await ctx.db.prisma.invitation.deleteMany({ where: { id, organizationId, acceptedAt: null } })
    : { count: 0 };
  if (count === 0) throw new DomainError("NOT_FOUND", "This invitation was used, or is gone.");
}
