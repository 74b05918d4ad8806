import type { Prisma } from "#prisma/generated/client.ts";
import { assertNever } from "#worker/domain/assert-never.ts";
import { parseDuration } from "#worker/domain/duration.ts";
import type { ErrorGroupView } from "#worker/domain/insight/views.ts";
import { actorName } from "../actor-name.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { loadErrorGroup } from "./load.ts";
import { presentErrors } from "./present.ts";
import type { ChangeErrorInput } from "./schemas.ts";

/**
 * Resolves a group (until a newer version does it again), ignores it (for a while or for good), or opens it again. Runs are
 * not touched. Throws NOT_FOUND.
 */
export async function changeError(
  ctx: EnvironmentContext,
  errorId: string,
  input: ChangeErrorInput,
): Promise<ErrorGroupView> {
  authorize(ctx, "write", { type: "runs" });
  const { id } = await loadErrorGroup(ctx, errorId);
  const changed = await ctx.db.prisma.errorGroup.update({
    where: { id },
    data: {
      ...(await toData(ctx, input)),
      changedAt: ctx.clock(),
      changedBy: await actorName(ctx),
      reopenedAt: null,
    },
  });
  const [view] = await presentErrors(ctx, [changed]);
  if (!view) throw new Error("One group is presented as one.");
  return view;
}

async function toData(
  ctx: EnvironmentContext,
  input: ChangeErrorInput,
): Promise<Prisma.ErrorGroupUpdateInput> {
  switch (input.action) {
    case "resolve":
      return { status: "RESOLVED", ignoredUntil: null, ...(await newestVersion(ctx)) };
    case "reopen":
      return { status: "UNRESOLVED", ignoredUntil: null, resolvedDeploymentId: null };
    case "ignore":
      return {
        status: "IGNORED",
        resolvedDeploymentId: null,
        ignoredUntil: input.period
          ? new Date(ctx.clock().getTime() + (parseDuration(input.period) ?? 0))
          : null,
      };
    default:
      return assertNever(input);
  }
}

/** The newest that there is, held back or not: what comes after it is what the fix comes with. */
async function newestVersion(
  ctx: EnvironmentContext,
): Promise<{ resolvedDeploymentId: string | null }> {
  const newest = await ctx.db.prisma.deployment.findFirst({
    where: { environmentId: ctx.environment.id },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return { resolvedDeploymentId: newest?.id ?? null };
}
