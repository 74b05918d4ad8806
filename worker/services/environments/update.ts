import { DomainError } from "#worker/domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { OrganizationContext } from "../context.ts";
import { getProject } from "../projects/get.ts";
import type { UpdateEnvironmentInput } from "./schemas.ts";

/** Changes the name and the colour; the slug, and so every address and key, stays. */
export async function updateEnvironment(
  ctx: OrganizationContext,
  input: UpdateEnvironmentInput & { project: string; environment: string },
): Promise<void> {
  authorize(ctx, "write", { type: "projects" });
  const { id: projectId } = await getProject(ctx, input.project);
  const { name, tone } = input;
  const { count } = await ctx.db.prisma.environment.updateMany({
    where: { projectId, slug: input.environment },
    data: { ...(name && { name }), ...(tone && { tone }) },
  });
  if (count === 0) throw environmentNotFound(input.environment);
}

export function environmentNotFound(slug: string): DomainError {
  return new DomainError("NOT_FOUND", `Environment ${slug} not found in this project.`);
}
