import { notFound } from "#worker/domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** Gives a variable that exists another value. Throws NOT_FOUND. */
export async function updateVariable(
  ctx: EnvironmentContext,
  { name, value }: { name: string; value: string },
): Promise<void> {
  authorize(ctx, "write", { type: "envvars" });
  const { count } = await ctx.db.prisma.environmentVariable.updateMany({
    where: { environmentId: ctx.environment.id, name },
    data: { valueEncrypted: ctx.keyring.seal(value) },
  });
  if (count === 0) throw notFound(`Variable ${name}`);
}
