import type { Prisma } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { sha256 } from "../keyring.ts";

/**
 * Makes the person a member, once; returns the organization's slug. Who is a member already stays what
 * they are, and the link stays open for whom it was meant.
 */
export async function acceptInvitation(
  ctx: ServiceContext,
  { token, userId }: { token: string; userId: string },
): Promise<string> {
  return ctx.db.prisma.$transaction((tx) => takeInvitation(tx, ctx, { token, userId }));
}

/** Throws NOT_FOUND for a link that is unknown, used, revoked or over: of two who open it, one gets in. */
export async function takeInvitation(
  tx: Prisma.TransactionClient,
  ctx: ServiceContext,
  { token, userId }: { token: string; userId: string },
): Promise<string> {
  const now = ctx.clock();
  const where = { tokenHash: sha256(token), acceptedAt: null, expiresAt: { gt: now } };
  const invitation = await tx.invitation.findFirst({ where, include: { organization: true } });
  if (!invitation) throw over();
  const { organizationId, role, organization } = invitation;
  const key = { organizationId, userId };
  const member = await tx.member.findUnique({ where: { organizationId_userId: key } });
  if (member) return organization.slug;
  const { count } = await tx.invitation.updateMany({
    where: { ...where, id: invitation.id },
    data: { acceptedAt: now },
  });
  if (count !== 1) throw over();
  await tx.member.create({ data: { ...key, role } });
  return organization.slug;
}

function over(): DomainError {
  return new DomainError(
    "NOT_FOUND",
    "This invitation was used, was taken back, or is too old. Ask for another one.",
  );
}
