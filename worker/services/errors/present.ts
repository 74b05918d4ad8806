import type { ErrorGroup } from "#prisma/generated/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { ErrorGroupView } from "#worker/domain/insight/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { emptyDay, keyOf, readActivity } from "./sql.ts";

/** Groups with their last day, and the versions they were resolved in. */
export async function presentErrors(
  ctx: EnvironmentContext,
  groups: ErrorGroup[],
): Promise<ErrorGroupView[]> {
  const [activity, deployments] = await Promise.all([
    readActivity(ctx.db.pool, { environmentId: ctx.environment.id, groups, now: ctx.clock() }),
    ctx.db.prisma.deployment.findMany({
      where: { id: { in: groups.flatMap((group) => group.resolvedDeploymentId ?? []) } },
      select: { id: true, version: true },
    }),
  ]);
  const versions = new Map(deployments.map(({ id, version }) => [id, version]));
  return groups.map((group) => ({
    ...presentError(group, versions.get(group.resolvedDeploymentId ?? "")),
    activity: activity.get(keyOf(group)) ?? emptyDay(),
  }));
}

function presentError(
  group: ErrorGroup,
  version: string | undefined,
): Omit<ErrorGroupView, "activity"> {
  const { changedBy, changedAt, ignoredUntil, reopenedAt, status } = group;
  return {
    id: friendlyId("error", group.id),
    task: group.taskSlug,
    ...{ name: group.name, message: group.message, status },
    count: Number(group.count),
    firstSeenAt: group.firstSeenAt.toISOString(),
    lastSeenAt: group.lastSeenAt.toISOString(),
    newestRunId: friendlyId("run", group.newestRunId),
    ...(changedBy !== null && { changedBy }),
    ...(changedAt && { changedAt: changedAt.toISOString() }),
    ...(version !== undefined && status === "RESOLVED" && { resolvedInVersion: version }),
    ...(ignoredUntil && status === "IGNORED" && { ignoredUntil: ignoredUntil.toISOString() }),
    ...(reopenedAt && status === "UNRESOLVED" && { reopenedAt: reopenedAt.toISOString() }),
  };
}
