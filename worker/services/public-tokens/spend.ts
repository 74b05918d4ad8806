import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";

/**
 * Does what a token that works once is for, and refuses a second time. The same request, sent again because its
 * answer was lost, is let through: `requestKey` names what the work itself does once. Work that is refused leaves
 * the token as it was. Any other actor just works. Throws UNPROCESSABLE for a token that was used.
 */
export async function spendToken<T>(
  ctx: EnvironmentContext,
  requestKey: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const token = ctx.actor.kind === "publicToken" ? ctx.actor.oneTime : undefined;
  if (!token) return work();
  const { rows } = await ctx.db.pool.query<{ isFirst: boolean }>({
    name: "spend-token",
    // A row that the conflict has updated has a deleting transaction, one that was inserted has none.
    text: `
      INSERT INTO spent_token (hash, environment_id, request_key, expires_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (hash) DO UPDATE SET request_key = excluded.request_key
        WHERE spent_token.request_key = excluded.request_key
      RETURNING xmax = 0 AS "isFirst"`,
    values: [token.hash, ctx.environment.id, requestKey ?? null, token.expiresAt],
  });
  const [spent] = rows;
  if (!spent) {
    throw new DomainError("UNPROCESSABLE", "This token works once, and has already been used.");
  }
  try {
    return await work();
  } catch (error) {
    // Only what is sure not to have been done: a lost connection may have lost the answer alone.
    if (spent.isFirst && error instanceof DomainError) {
      await ctx.db.prisma.spentToken.deleteMany({ where: { hash: token.hash } });
    }
    throw error;
  }
}
