import { cached } from "../cached.ts";

/**
 * What the processes of an environment's tasks see: its variables, and its own key for triggering.
 * A changed variable reaches the runs that start a second later.
 */
export const loadVariables = cached<Record<string, string>>(
  async (ctx, environmentId) => {
    const [key, variables] = await Promise.all([
      ctx.db.prisma.apiKey.findFirst({ where: { environmentId, isRoot: true, expiresAt: null } }),
      ctx.db.prisma.environmentVariable.findMany({ where: { environmentId } }),
    ]);
    const named = variables.map(({ name, valueEncrypted }) => [
      name,
      ctx.keyring.open(valueEncrypted),
    ]);
    return {
      ...(key && { TRIGGER_SECRET_KEY: ctx.keyring.open(key.keyEncrypted) }),
      ...Object.fromEntries(named),
    };
  },
  { keepMs: 1_000, maxEntries: 10_000 },
);
