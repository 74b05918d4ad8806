import { notFound } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeVariables } from "./change.ts";

/** Throws NOT_FOUND. Processes that are executing keep what they started with. */
export async function deleteVariable(ctx: EnvironmentContext, name: string): Promise<void> {
  await changeVariables(ctx, async (tx) => {
    const { count } = await tx.environmentVariable.deleteMany({
      where: { environmentId: ctx.environment.id, name },
    });
    if (count === 0) throw notFound(`Variable ${name}`);
  });
}
