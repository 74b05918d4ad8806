import { Prisma } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { takeInvitation } from "./accept.ts";

export interface Registration {
  token: string;
  name: string;
  email: string;
  /** Hashed by the sign-in library. */
  passwordHash: string;
}

/** An account for the person whom a link invites, and their membership: both or neither. Returns the organization's slug. */
export async function registerInvited(
  ctx: ServiceContext,
  { token, name, email, passwordHash }: Registration,
): Promise<string> {
  const id = newId();
  try {
    return await ctx.db.prisma.$transaction(async (tx) => {
      await tx.user.create({ data: { id, name, email, emailVerified: false } });
      await tx.account.create({
        data: {
          id: newId(),
          userId: id,
          accountId: id,
          providerId: "credential",
          password: passwordHash,
        },
      });
      return takeInvitation(tx, ctx, { token, userId: id });
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new DomainError("CONFLICT", "There is an account with this email. Sign in instead.");
    }
    throw error;
  }
}
