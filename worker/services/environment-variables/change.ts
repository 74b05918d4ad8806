import type { Prisma } from "#prisma/generated/client.ts";
import { actorName } from "../actor-name.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/**
 * Runs a change of the environment's variables in a transaction that also raises their version, so
 * that every run that starts after it sees it. The version comes first: its row is the lock that makes
 * changes of one environment follow one another.
 */
export async function changeVariables<T>(
  ctx: EnvironmentContext,
  change: (tx: Prisma.TransactionClient, updatedBy: string) => Promise<T>,
): Promise<T> {
  authorize(ctx, "write", { type: "envvars" });
  const updatedBy = await actorName(ctx);
  return ctx.db.prisma.$transaction(async (tx) => {
    await tx.environment.update({
      where: { id: ctx.environment.id },
      data: { variablesVersion: { increment: 1 } },
    });
    return change(tx, updatedBy);
  });
}
