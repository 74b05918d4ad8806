import { randomBytes } from "node:crypto";
import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { MemberRole } from "#worker/domain/permissions.ts";
import { actorName } from "../actor-name.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";

const DAY_MS = 86_400_000;

export interface NewInvitation {
  role: MemberRole;
  email?: string | undefined;
  validDays: number;
}

/** A link for one person. Its token is returned here and never again. */
export async function createInvitation(
  ctx: OrganizationContext,
  { role, email, validDays }: NewInvitation,
): Promise<{ id: string; token: string }> {
  authorize(ctx, "write", { type: "members" });
  // As with roles of members: nobody gives more than they have.
  if (role === "OWNER") authorize(ctx, "admin", { type: "members" });
  const token = randomBytes(24).toString("base64url");
  const id = newId();
  const organizationId = ctx.organization.id;
  if (email && (await isMember(ctx, email))) {
    throw new DomainError("CONFLICT", `${email} is a member already.`);
  }
  await ctx.db.prisma.invitation.create({
    data: {
      id,
      organizationId,
      role,
      email: email ?? null,
      tokenHash: sha256(token),
      createdBy: await actorName(ctx),
      expiresAt: new Date(ctx.clock().getTime() + validDays * DAY_MS),
    },
  });
  return { id: friendlyId("invitation", id), token };
}

async function isMember(ctx: OrganizationContext, email: string): Promise<boolean> {
  const member = await ctx.db.prisma.member.findFirst({
    where: { organizationId: ctx.organization.id, user: { email } },
  });
  return member !== null;
}
