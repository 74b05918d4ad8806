import { randomBytes } from "node:crypto";
import type { ServiceContext } from "../context.ts";
import { sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";
import { createAdministrator } from "./create-administrator.ts";

const VALID_MS = 24 * 3_600_000;

/** A link that signs the administrator in once, for the person who can read the terminal. Returns its token. */
export async function createSignInLink(ctx: ServiceContext): Promise<string> {
  const userId = await findAdministrator(ctx);
  const token = randomBytes(24).toString("base64url");
  const expiresAt = new Date(ctx.clock().getTime() + VALID_MS);
  await ctx.db.prisma.signInLink.create({
    data: { id: newId(), userId, tokenHash: sha256(token), expiresAt },
  });
  return token;
}

/**
 * The user the link is for; null when it is unknown, used or over. Of two who open it at once, one gets
 * in. A link from before there was anyone makes the administrator, who can set email and password later.
 */
export async function consumeSignInLink(
  ctx: ServiceContext,
  token: string,
): Promise<string | null> {
  const now = ctx.clock();
  const where = { tokenHash: sha256(token), usedAt: null, expiresAt: { gt: now } };
  const link = await ctx.db.prisma.signInLink.findFirst({ where });
  if (!link) return null;
  const { count } = await ctx.db.prisma.signInLink.updateMany({
    where: { ...where, id: link.id },
    data: { usedAt: now },
  });
  if (count !== 1) return null;
  return link.userId ?? (await findAdministrator(ctx)) ?? createFirstAdministrator(ctx);
}

async function findAdministrator(ctx: ServiceContext): Promise<string | null> {
  const where = { isAdministrator: true };
  const known = await ctx.db.prisma.user.findFirst({ where, orderBy: { createdAt: "asc" } });
  return known?.id ?? null;
}

function createFirstAdministrator(ctx: ServiceContext): Promise<string> {
  return createAdministrator(ctx, {
    name: "Administrator",
    email: "admin@localhost",
    passwordHash: null,
  });
}
