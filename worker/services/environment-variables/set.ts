import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

export interface NewVariable {
  name: string;
  value: string;
  /** Left out: a variable that exists stays what it is, a new one is not secret. */
  isSecret?: boolean | undefined;
}

/** Creates or overwrites a variable. Runs that start a second later see it. */
export async function setVariable(ctx: EnvironmentContext, variable: NewVariable): Promise<void> {
  await setVariables(ctx, [variable], { override: true });
}

/** All or none; without `override`, variables that exist keep their value. */
export async function setVariables(
  ctx: EnvironmentContext,
  variables: NewVariable[],
  { override }: { override: boolean },
): Promise<void> {
  authorize(ctx, "write", { type: "envvars" });
  const environmentId = ctx.environment.id;
  await ctx.db.prisma.$transaction(async (tx) => {
    for (const { name, value, isSecret } of variables) {
      const valueEncrypted = ctx.keyring.seal(value);
      const secrecy = isSecret === undefined ? {} : { isSecret };
      await tx.environmentVariable.upsert({
        where: { environmentId_name: { environmentId, name } },
        update: override ? { valueEncrypted, ...secrecy } : {},
        create: { environmentId, name, valueEncrypted, ...secrecy },
      });
    }
  });
}
