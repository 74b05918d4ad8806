import { notFound } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeVariables } from "./change.ts";

export interface VariableChange {
  name: string;
  /** Left out: the value stays. */
  value?: string | undefined;
  /** Secret from now on. There is no way back: what was hidden would be shown. */
  isSecret?: true | undefined;
}

/** Gives a variable that exists another value, or makes it secret. Throws NOT_FOUND. */
export async function updateVariable(
  ctx: EnvironmentContext,
  { name, value, isSecret }: VariableChange,
): Promise<void> {
  await changeVariables(ctx, async (tx, updatedBy) => {
    const { count } = await tx.environmentVariable.updateMany({
      where: { environmentId: ctx.environment.id, name },
      data: {
        updatedBy,
        ...(value !== undefined && { valueEncrypted: ctx.keyring.seal(value) }),
        ...(isSecret && { isSecret }),
      },
    });
    if (count === 0) throw notFound(`Variable ${name}`);
  });
}
