import type { EnvironmentContext } from "../context.ts";
import { changeVariables } from "./change.ts";

export interface NewVariable {
  name: string;
  value: string;
  /** A variable that is secret stays so, whatever is said here. */
  isSecret?: boolean | undefined;
}

/** Creates or overwrites a variable. Runs that start from now on see it. */
export async function setVariable(ctx: EnvironmentContext, variable: NewVariable): Promise<void> {
  await setVariables(ctx, [variable], { override: true });
}

/** All or none; without `override`, variables that exist keep their value. */
export async function setVariables(
  ctx: EnvironmentContext,
  variables: NewVariable[],
  { override }: { override: boolean },
): Promise<void> {
  const environmentId = ctx.environment.id;
  await changeVariables(ctx, async (tx, updatedBy) => {
    for (const { name, value, isSecret } of variables) {
      const written = {
        valueEncrypted: ctx.keyring.seal(value),
        updatedBy,
        ...(isSecret && { isSecret }),
      };
      await tx.environmentVariable.upsert({
        where: { environmentId_name: { environmentId, name } },
        update: override ? written : {},
        create: { environmentId, name, ...written },
      });
    }
  });
}
