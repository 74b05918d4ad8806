import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";

const OTHER_SPELLINGS: Record<string, string> = { stg: "staging" };

/** Routes that name project and environment in the path, called with a key that belongs to one environment. */
export function checkEnvironment(ctx: EnvironmentContext, params: Record<string, string>): void {
  const { project, slug } = ctx.environment;
  const asked = params["slug"] ?? "";
  if (params["projectRef"] !== project.ref) {
    throw new DomainError(
      "VALIDATION",
      `This key belongs to the project ${project.ref}, not to ${params["projectRef"]}.`,
    );
  }
  if (asked !== slug && OTHER_SPELLINGS[asked] !== slug) {
    throw new DomainError(
      "VALIDATION",
      `This key belongs to the environment ${slug}, not to ${asked}.`,
    );
  }
}
