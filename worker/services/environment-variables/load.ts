import { DomainError } from "#worker/domain/errors.ts";
import { cached } from "../cached.ts";
import type { ServiceContext } from "../context.ts";

/** Short for the key's sake, which may be replaced; a change of a variable has a version of its own. */
const readVariables = cached<Record<string, string>>(
  async (ctx, place) => {
    const [environmentId = ""] = place.split(" ");
    const [key, variables] = await Promise.all([
      ctx.db.prisma.apiKey.findFirst({ where: { environmentId, isRoot: true, expiresAt: null } }),
      ctx.db.prisma.environmentVariable.findMany({ where: { environmentId } }),
    ]);
    const named = variables.map(({ name, valueEncrypted }) => [
      name,
      open(ctx, `The environment variable ${name}`, valueEncrypted),
    ]);
    return {
      ...(key && { TRIGGER_SECRET_KEY: open(ctx, "The environment's key", key.keyEncrypted) }),
      ...Object.fromEntries(named),
    };
  },
  { keepMs: 1_000, maxEntries: 10_000 },
);

function open(ctx: ServiceContext, what: string, sealed: Uint8Array): string {
  try {
    return ctx.keyring.open(sealed);
  } catch {
    const message = `${what} cannot be decrypted: PAWL_ENCRYPTION_KEY is not the one it was stored with. Start the workers with that one, or enter the value again.`;
    throw new DomainError("UNPROCESSABLE", message);
  }
}

/**
 * What the processes of an environment's tasks see: its variables, and its own key for triggering.
 * `version` is the environment's at the start of the run, so a start after a change never sees what was before it.
 */
export function loadVariables(
  ctx: ServiceContext,
  environmentId: string,
  version: number,
): Promise<Record<string, string>> {
  return readVariables(ctx, `${environmentId} ${version}`);
}
