import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { createProject } from "./create-project.ts";

/** What the example project's `trigger.config.ts` names. */
export const EXAMPLE_PROJECT_REF = "proj_hello_world";

/**
 * Gives an empty installation its first organization and the project that the example is deployed
 * into, so that the first minute needs no account. Does nothing when there is an organization.
 */
export async function bootstrapInstallation(ctx: ServiceContext): Promise<void> {
  await ctx.db.prisma.$transaction(async (tx) => {
    // Two processes may start on one empty database together.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('bootstrap', 1))`;
    if ((await tx.organization.count()) > 0) return;
    const organizationId = newId();
    await tx.organization.create({
      data: { id: organizationId, name: "My team", slug: "my-team" },
    });
    await createProject(tx, ctx, {
      organizationId,
      name: "Hello world",
      slug: "hello-world",
      ref: EXAMPLE_PROJECT_REF,
    });
  });
}
