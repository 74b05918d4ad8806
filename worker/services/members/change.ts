import type { Prisma } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { membershipProblem } from "#worker/domain/membership.ts";
import type { MemberRole } from "#worker/domain/permissions.ts";
import type { OrganizationContext } from "../context.ts";

/**
 * Gives a member another role, or none, after asking the rules. The organization's row is locked: of
 * two owners who remove one another at the same moment, one stays.
 */
export async function changeMember(
  ctx: OrganizationContext,
  { userId, to }: { userId: string; to: MemberRole | null },
): Promise<void> {
  const { organization, actor } = ctx;
  if (actor.kind !== "user") throw new DomainError("FORBIDDEN", "Only people manage members.");
  await ctx.db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM organization WHERE id = ${organization.id}::uuid FOR UPDATE`;
    const members = await tx.member.findMany({ where: { organizationId: organization.id } });
    const member = members.find((one) => one.userId === userId);
    const self = members.find((one) => one.userId === actor.userId);
    if (!member || !self) {
      throw new DomainError("NOT_FOUND", "This person is no member of the organization.");
    }
    const problem = membershipProblem({
      // Not the actor's own: it was read before the lock.
      actorRole: self.role,
      isSelf: self === member,
      from: member.role,
      to,
      ownerCount: members.filter(({ role }) => role === "OWNER").length,
    });
    if (problem) throw new DomainError("FORBIDDEN", problem);
    await write(tx, { organizationId: organization.id, userId }, to);
  });
}

async function write(
  tx: Prisma.TransactionClient,
  key: { organizationId: string; userId: string },
  role: MemberRole | null,
): Promise<void> {
  const where = { organizationId_userId: key };
  if (role) await tx.member.update({ where, data: { role } });
  else await tx.member.delete({ where });
}
