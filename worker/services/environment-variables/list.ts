import type { VariableView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

const REDACTED = "<redacted>";

/** The environment's variables by name; the values of secrets are never shown again. */
export async function listVariables(ctx: EnvironmentContext): Promise<VariableView[]> {
  authorize(ctx, "read", { type: "envvars" });
  const rows = await ctx.db.prisma.environmentVariable.findMany({
    where: { environmentId: ctx.environment.id },
    orderBy: { name: "asc" },
  });
  return rows.map(({ name, isSecret, valueEncrypted, updatedAt, updatedBy }) => ({
    name,
    isSecret,
    value: isSecret ? REDACTED : ctx.keyring.open(valueEncrypted),
    updatedAt: updatedAt.toISOString(),
    ...(updatedBy !== null && { updatedBy }),
  }));
}
