import type { Prisma } from "#prisma/generated/client.ts";
import type { ServiceContext } from "../context.ts";
import { insertEnvironment } from "../environments/create.ts";
import { newId } from "../new-id.ts";

const ENVIRONMENTS = [
  { type: "DEVELOPMENT", slug: "dev", name: "Development" },
  { type: "STAGING", slug: "staging", name: "Staging" },
  { type: "PRODUCTION", slug: "prod", name: "Production" },
] as const;

interface NewProject {
  organizationId: string;
  name: string;
  slug: string;
  /** `proj_…`, unique in the installation. */
  ref: string;
}

/** A project with its three environments, each with its own key. */
export async function createProject(
  tx: Prisma.TransactionClient,
  ctx: ServiceContext,
  project: NewProject,
): Promise<string> {
  const id = newId();
  await tx.project.create({ data: { id, ...project } });
  for (const environment of ENVIRONMENTS) {
    await insertEnvironment(tx, ctx, { ...environment, projectId: id });
  }
  return id;
}
