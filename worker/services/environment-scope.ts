import { DomainError } from "#worker/domain/errors.ts";
import { cached } from "./cached.ts";
import type { EnvironmentScope } from "./context.ts";

export const environmentScopeSelect = {
  id: true,
  type: true,
  slug: true,
  project: {
    select: {
      id: true,
      ref: true,
      slug: true,
      name: true,
      organization: { select: { id: true, slug: true, name: true } },
    },
  },
} as const;

interface SelectedEnvironment {
  id: string;
  type: EnvironmentScope["type"];
  slug: string;
  project: EnvironmentScope["project"] & { organization: EnvironmentScope["organization"] };
}

export function toEnvironmentScope({
  project,
  ...environment
}: SelectedEnvironment): EnvironmentScope {
  const { organization, ...rest } = project;
  return { ...environment, project: rest, organization };
}

/**
 * For attempts, which need it every time. Names of a project and an organization may change; half a
 * minute late is early enough for `ctx`. Throws NOT_FOUND.
 */
export const loadEnvironmentScope = cached<EnvironmentScope>(
  async (ctx, id) => {
    const row = await ctx.db.prisma.environment.findUnique({
      where: { id },
      select: environmentScopeSelect,
    });
    if (!row) throw new DomainError("NOT_FOUND", `Environment ${id} not found.`);
    return toEnvironmentScope(row);
  },
  { keepMs: 30_000, maxEntries: 10_000 },
);
