import type { EnvironmentContext, ServiceContext } from "../context.ts";
import { createDeployment } from "../deployments/create.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { newId } from "../new-id.ts";
import { createProject } from "../orgs/create-project.ts";
import { PROBE_BUNDLE, PROBE_MANIFEST, PROBE_PROJECT_REF } from "./probe-bundle.ts";

/** An underscore first: no person's organization can have this slug. */
const ORGANIZATION_SLUG = "_pawl";

/** Where probes run; null until the first one was made. */
export async function findProbePlace(ctx: ServiceContext): Promise<EnvironmentContext | null> {
  const row = await ctx.db.prisma.environment.findFirst({
    where: { slug: "prod", project: { ref: PROBE_PROJECT_REF } },
    select: { id: true },
  });
  if (!row) return null;
  return {
    ...ctx,
    actor: { kind: "system", name: "probe" },
    environment: await loadEnvironmentScope(ctx, row.id),
  };
}

/** The same, made if it is missing, with this version's probe as its current deployment. */
export async function ensureProbePlace(ctx: ServiceContext): Promise<EnvironmentContext> {
  await createPlace(ctx);
  const place = await findProbePlace(ctx);
  if (!place) throw new Error("The place of probes was just made.");
  await createDeployment(place, { manifest: PROBE_MANIFEST, bundle: PROBE_BUNDLE });
  return place;
}

async function createPlace(ctx: ServiceContext): Promise<void> {
  if (await ctx.db.prisma.project.findUnique({ where: { ref: PROBE_PROJECT_REF } })) return;
  await ctx.db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('probe', 1))`;
    if (await tx.project.findUnique({ where: { ref: PROBE_PROJECT_REF } })) return;
    const organizationId = newId();
    await tx.organization.create({
      data: { id: organizationId, name: "Pawl", slug: ORGANIZATION_SLUG },
    });
    await createProject(tx, ctx, {
      organizationId,
      name: "Probe",
      slug: "probe",
      ref: PROBE_PROJECT_REF,
    });
  });
}
