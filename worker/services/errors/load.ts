import type { ErrorGroup } from "#prisma/generated/client.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "../context.ts";

/** The group behind a public id, of this environment. Throws NOT_FOUND. */
export async function loadErrorGroup(
  ctx: EnvironmentContext,
  errorId: string,
): Promise<ErrorGroup> {
  const id = parseFriendlyId("error", errorId);
  const group = id
    ? await ctx.db.prisma.errorGroup.findFirst({ where: { id, environmentId: ctx.environment.id } })
    : null;
  if (!group) throw notFound(`Error ${errorId}`);
  return group;
}
