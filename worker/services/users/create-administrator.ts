import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";

export interface NewAdministrator {
  name: string;
  email: string;
  /** Hashed by the sign-in library; null: they come in by a printed link and may set one later. */
  passwordHash: string | null;
}

/** The first person of an installation, owner of every organization in it. Throws CONFLICT when there is one. */
export async function createAdministrator(
  ctx: ServiceContext,
  input: NewAdministrator,
): Promise<string> {
  return ctx.db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('first-user', 1))`;
    if ((await tx.user.count()) > 0) {
      throw new DomainError(
        "CONFLICT",
        "This installation has its administrator. Sign in instead.",
      );
    }
    const id = newId();
    const { name, email, passwordHash } = input;
    await tx.user.create({ data: { id, name, email, emailVerified: true, isAdministrator: true } });
    if (passwordHash) {
      await tx.account.create({
        data: {
          id: newId(),
          userId: id,
          accountId: id,
          providerId: "credential",
          password: passwordHash,
        },
      });
    }
    // Those with an underscore first are the installation's own: the probe's, and what is being removed.
    const organizations = await tx.organization.findMany({
      where: { NOT: { slug: { startsWith: "\\_" } } },
      select: { id: true },
    });
    await tx.member.createMany({
      data: organizations.map((organization) => ({
        organizationId: organization.id,
        userId: id,
        role: "OWNER" as const,
      })),
    });
    return id;
  });
}
