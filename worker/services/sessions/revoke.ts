import { validate } from "uuid";
import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";

/** Ends one of a person's sessions: whoever holds its cookie is signed out with the next request. */
export async function revokeSession(
  ctx: ServiceContext,
  { userId, id }: { userId: string; id: string },
): Promise<void> {
  const { count } = validate(id)
    ? await ctx.db.prisma.session.deleteMany({ where: { id, userId } })
    : { count: 0 };
  if (count === 0) throw new DomainError("NOT_FOUND", "This session has ended already.");
}

/** Ends all of a person's sessions but this one. Returns how many. */
export async function revokeOtherSessions(
  ctx: ServiceContext,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<number> {
  const { count } = await ctx.db.prisma.session.deleteMany({
    where: { userId, id: { not: sessionId } },
  });
  return count;
}
