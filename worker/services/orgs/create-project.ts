import type { Prisma } from "#prisma/generated/client.ts";
import { generateSecretKey, rootKeyRow } from "../api-keys/secret-key.ts";
import type { ServiceContext } from "../context.ts";
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
    const row = { id: newId(), ...environment };
    await tx.environment.create({ data: { ...row, projectId: id } });
    await tx.apiKey.create({ data: rootKeyRow(ctx.keyring, row, generateSecretKey(row.type)) });
  }
  return id;
}
