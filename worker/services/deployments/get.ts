import type { DeploymentDetail, DeploymentObject } from "#sdk/wire/deployment.ts";
import { taskChanges } from "#worker/domain/deployment-changes.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { loadDeployment } from "./load.ts";
import { presentDeployment } from "./present.ts";
import { type DeploymentRow, readDeployment } from "./sql.ts";

/**
 * One deployment by its id or version, or the `current` or `latest` one, with its tasks and what differs from the
 * version before it and from the current one. Throws NOT_FOUND.
 */
export async function getDeployment(
  ctx: EnvironmentContext,
  reference: string,
): Promise<DeploymentDetail> {
  authorize(ctx, "read", { type: "deployments" });
  const row = await find(ctx, reference);
  if (!row) throw notFound(`Deployment ${reference}`);
  const where = { environmentId: ctx.environment.id };
  const [loaded, previous, current] = await Promise.all([
    loadDeployment(ctx, row.id),
    ctx.db.prisma.deployment.findFirst({
      where: { ...where, id: { lt: row.id } },
      orderBy: { id: "desc" },
      select: { id: true },
    }),
    ctx.db.prisma.deployment.findFirst({
      where: { ...where, isCurrent: true, id: { not: row.id } },
      select: { id: true },
    }),
  ]);
  const { tasks } = loaded.manifest;
  const against = async (other: { id: string } | null) => {
    if (!other) return undefined;
    const { version, manifest } = await loadDeployment(ctx, other.id);
    return { version, changes: taskChanges(manifest, loaded.manifest) };
  };
  const [before, now] = await Promise.all([against(previous), against(current)]);
  return {
    ...presentDeployment(row),
    tasks: tasks.map(({ id, filePath, exportName }) => ({
      id,
      filePath,
      ...(exportName !== undefined && { exportName }),
    })),
    ...(before && { previous: before }),
    ...(now && { current: now }),
  };
}

/** The current one, as the published client asks for it. Throws NOT_FOUND where nothing is deployed. */
export async function getCurrentDeployment(ctx: EnvironmentContext): Promise<DeploymentObject> {
  const { tasks: _, previous: __, current: ___, ...rest } = await getDeployment(ctx, "current");
  return rest;
}

async function find(ctx: EnvironmentContext, reference: string): Promise<DeploymentRow | null> {
  const id = parseFriendlyId("deployment", reference) ?? (await findNamed(ctx, reference));
  return readDeployment(ctx.db.pool, ctx.environment.id, { id, version: reference });
}

async function findNamed(ctx: EnvironmentContext, name: string): Promise<string | null> {
  if (name !== "current" && name !== "latest") return null;
  const row = await ctx.db.prisma.deployment.findFirst({
    where: { environmentId: ctx.environment.id, ...(name === "current" && { isCurrent: true }) },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  return row?.id ?? null;
}
