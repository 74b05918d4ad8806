import { toneOf } from "#worker/domain/environments.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { getProject } from "../projects/get.ts";
import { countRuns } from "./sql.ts";

/** The environments of a project as its settings show them, in the order of the switcher. */
export async function listEnvironments(
  ctx: OrganizationContext,
  project: string,
): Promise<EnvironmentSettingsView[]> {
  authorize(ctx, "read", { type: "projects" });
  const { id: projectId } = await getProject(ctx, project);
  const rows = await ctx.db.prisma.environment.findMany({
    where: { projectId },
    orderBy: [{ type: "asc" }, { createdAt: "asc" }],
  });
  const counts = await countRuns(
    ctx.db.pool,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: friendlyId("env", row.id),
    slug: row.slug,
    name: row.name,
    type: row.type,
    tone: toneOf(row),
    concurrencyLimit: row.concurrencyLimit,
    ...(row.pausedAt && { pausedAt: row.pausedAt.toISOString() }),
    ...(row.pausedBy !== null && { pausedBy: row.pausedBy }),
    createdAt: row.createdAt.toISOString(),
    running: counts.get(row.id)?.running ?? 0,
    queued: counts.get(row.id)?.queued ?? 0,
  }));
}
