import type { DeploymentManifest } from "#sdk/wire/manifest.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { cached } from "../cached.ts";

/** A deployment never changes after it is made, except for being current, which is not kept here. */
export interface LoadedDeployment {
  id: string;
  version: string;
  bundleId: string;
  manifest: DeploymentManifest;
}

/** Reads a deployment once per process: its manifest can be large and is needed for every attempt. */
export const loadDeployment = cached<LoadedDeployment>(
  async (ctx, id) => {
    const row = await ctx.db.prisma.deployment.findUnique({
      where: { id },
      select: { id: true, version: true, bundleId: true, manifest: true },
    });
    if (!row) throw new DomainError("NOT_FOUND", `Deployment ${id} not found.`);
    return { ...row, manifest: manifestOf(row.manifest) };
  },
  { maxEntries: 200 },
);

/** The column holds what `deployments/create.ts` checked with zod before it wrote it. */
export function manifestOf(value: unknown): DeploymentManifest {
  return value as DeploymentManifest;
}
