import { notFound } from "#worker/domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** Throws NOT_FOUND. Processes that are executing keep what they started with. */
export async function deleteVariable(ctx: EnvironmentContext, name: string): Promise<void> {
  authorize(ctx, "write", { type: "envvars" });
  const { count } = await ctx.db.prisma.environmentVariable.deleteMany({
    where: { environmentId: ctx.environment.id, name },
  });
  if (count === 0) throw notFound(`Variable ${name}`);
}
