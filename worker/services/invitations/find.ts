import type { OpenInvitationView } from "#worker/domain/organizations/views.ts";
import type { ServiceContext } from "../context.ts";
import { sha256 } from "../keyring.ts";

/** What a link invites to; null when it is unknown, used, revoked or over. */
export async function findInvitation(
  ctx: ServiceContext,
  token: string,
): Promise<OpenInvitationView | null> {
  const row = await ctx.db.prisma.invitation.findFirst({
    where: { tokenHash: sha256(token), acceptedAt: null, expiresAt: { gt: ctx.clock() } },
    include: { organization: { select: { slug: true, name: true } } },
  });
  if (!row) return null;
  const { organization, role, email, createdBy, expiresAt } = row;
  return {
    organization,
    role,
    ...(email !== null && { email }),
    createdBy,
    expiresAt: expiresAt.toISOString(),
  };
}
