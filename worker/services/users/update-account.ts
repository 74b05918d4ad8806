import { Prisma } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";

export interface AccountUpdate {
  userId: string;
  /** The one that asks: it stays when the password changes. */
  sessionId: string;
  name?: string | undefined;
  email?: string | undefined;
  newPasswordHash?: string;
  /** Asked when there is a password already. */
  isCurrentPassword?: (hash: string) => Promise<boolean>;
}

/**
 * Changes a person's own name, email or password. Another password ends their other sessions: one of them
 * may be why. Throws CONFLICT for an email that is taken.
 */
export async function updateAccount(ctx: ServiceContext, update: AccountUpdate): Promise<void> {
  const { userId, name, email } = update;
  await ctx.db.prisma.$transaction(async (tx) => {
    if (name || email) {
      await tx.user
        .update({ where: { id: userId }, data: { ...(name && { name }), ...(email && { email }) } })
        .catch(refuseTakenEmail);
    }
    if (!update.newPasswordHash) return;
    const where = { userId, providerId: "credential" };
    const account = await tx.account.findFirst({ where });
    if (!account) {
      const data = { ...where, id: newId(), accountId: userId, password: update.newPasswordHash };
      await tx.account.create({ data });
      return;
    }
    if (account.password && !(await update.isCurrentPassword?.(account.password))) {
      throw new DomainError("VALIDATION", "The current password is not right.");
    }
    await tx.account.update({
      where: { id: account.id },
      data: { password: update.newPasswordHash },
    });
    await tx.session.deleteMany({ where: { userId, id: { not: update.sessionId } } });
  });
}

/** The database decides, since two people may ask for one address at the same moment. */
function refuseTakenEmail(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
    throw new DomainError("CONFLICT", "Another person here has this email address.");
  }
  throw error;
}
