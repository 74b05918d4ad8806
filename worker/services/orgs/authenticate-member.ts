import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { Authenticated } from "../api-keys/authenticate.ts";
import type { ServiceContext } from "../context.ts";
import { environmentScopeSelect, toEnvironmentScope } from "../environment-scope.ts";

/** A signed-in person in an environment of one of their organizations; null when it is not theirs. */
export async function authenticateMember(
  ctx: ServiceContext,
  { userId, environmentId }: { userId: string; environmentId: string },
): Promise<Authenticated | null> {
  const id = parseFriendlyId("env", environmentId);
  if (!id) return null;
  const row = await ctx.db.prisma.environment.findFirst({
    where: { id, project: { organization: { members: { some: { userId } } } } },
    select: environmentScopeSelect,
  });
  if (!row) return null;
  const environment = toEnvironmentScope(row);
  const member = await ctx.db.prisma.member.findUnique({
    where: { organizationId_userId: { organizationId: environment.organization.id, userId } },
  });
  return member && { actor: { kind: "user", userId, role: member.role }, environment };
}
