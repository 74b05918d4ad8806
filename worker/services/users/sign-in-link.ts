import { randomBytes } from "node:crypto";
import type { ServiceContext } from "../context.ts";
import { sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";
import { createAdministrator } from "./create-administrator.ts";

const VALID_MS = 24 * 3_600_000;

/**
 * A link that signs the administrator in once, for the person who can read the terminal. On the
 * first start it also makes that administrator, who can set a name, an email and a password later.
 */
export async function createSignInLink(ctx: ServiceContext): Promise<string> {
  const userId = await findOrCreateAdministrator(ctx);
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(ctx.clock().getTime() + VALID_MS);
  await ctx.db.prisma.signInLink.create({ data: { id: newId(), userId, tokenHash: sha256(token), expiresAt } });
  return token;
}

async function findOrCreateAdministrator(ctx: ServiceContext): Promise<string> {
  const { user } = ctx.db.prisma;
  const known = await user.findFirst({ where: { isAdministrator: true }, orderBy: { createdAt: "asc" } });
  if (known) return known.id;
  return createAdministrator(ctx, { name: "Administrator", email: "admin@localhost", passwordHash: null });
}

/** The user the link is for; null when it is unknown, used or over. Of two who open it at once, one gets in. */
export async function useSignInLink(ctx: ServiceContext, token: string): Promise<string | null> {
  const now = ctx.clock();
  const where = { tokenHash: sha256(token), usedAt: null, expiresAt: { gt: now } };
  const link = await ctx.db.prisma.signInLink.findFirst({ where });
  if (!link) return null;
  const { count } = await ctx.db.prisma.signInLink.updateMany({
    where: { ...where, id: link.id },
    data: { usedAt: now },
  });
  return count === 1 ? link.userId : null;
}
