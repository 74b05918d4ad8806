import type { SessionView } from "#worker/domain/organizations/views.ts";
import { deviceName } from "#worker/domain/user-agent.ts";
import type { ServiceContext } from "../context.ts";

/** Where a person is signed in: this session first, then the one that was seen last. */
export async function listSessions(
  ctx: ServiceContext,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<SessionView[]> {
  const rows = await ctx.db.prisma.session.findMany({
    where: { userId, expiresAt: { gt: ctx.clock() } },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
  });
  const views = rows.map(
    (row): SessionView => ({
      id: row.id,
      device: deviceName(row.userAgent),
      ...(row.userAgent && { userAgent: row.userAgent }),
      ...(row.ipAddress && { ipAddress: row.ipAddress }),
      signedInAt: row.createdAt.toISOString(),
      lastSeenAt: row.updatedAt.toISOString(),
      isCurrent: row.id === sessionId,
    }),
  );
  return views.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}
