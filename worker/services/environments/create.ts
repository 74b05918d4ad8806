import type { Prisma } from "#prisma/generated/client.ts";
import type { EnvironmentType } from "#sdk/wire/context.ts";
import type { EnvironmentTone } from "#worker/domain/environments.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { freeSlug } from "#worker/domain/slugs.ts";
import { generateSecretKey, rootKeyRow } from "../api-keys/secret-key.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext, ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { lockProject } from "./lock-project.ts";
import type { CreateEnvironmentInput } from "./schemas.ts";

interface NewEnvironment {
  projectId: string;
  type: EnvironmentType;
  slug: string;
  name: string;
  tone?: EnvironmentTone;
}

/** An environment with its root key: empty, apart from all others, and open for deployments. */
export async function createEnvironment(
  ctx: OrganizationContext,
  { project, name, slug: wished, type, tone }: CreateEnvironmentInput & { project: string },
): Promise<{ slug: string }> {
  authorize(ctx, "write", { type: "projects" });
  return ctx.db.prisma.$transaction(async (tx) => {
    // Two that are made at once wait for one another: the second sees the first one's slug.
    const { id: projectId, environments } = await lockProject(tx, ctx, project);
    const taken = environments.map((one) => one.slug);
    if (wished && taken.includes(wished)) {
      throw new DomainError("CONFLICT", `This project has an environment ${wished} already.`);
    }
    const slug = wished ?? freeSlug(name, { fallback: "environment", taken });
    await insertEnvironment(tx, ctx, { projectId, type, slug, name, ...(tone && { tone }) });
    return { slug };
  });
}

export async function insertEnvironment(
  tx: Prisma.TransactionClient,
  ctx: ServiceContext,
  environment: NewEnvironment,
): Promise<void> {
  const row = { id: newId(), ...environment };
  await tx.environment.create({ data: row });
  await tx.apiKey.create({ data: rootKeyRow(ctx.keyring, row, generateSecretKey(row.type)) });
}
