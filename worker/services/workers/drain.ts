import { DomainError } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { ServiceContext } from "../context.ts";
import { mayDrain } from "./may-drain.ts";

/**
 * A drained worker takes no new run; what it executes finishes there. Takes back what was asked with
 * `isDraining: false`. Throws FORBIDDEN for everybody but an administrator of the installation, NOT_FOUND
 * for a worker that is not there (any more).
 */
export async function drainWorker(
  ctx: ServiceContext,
  { workerId, isDraining }: { workerId: string; isDraining: boolean },
): Promise<{ id: string; isDraining: boolean }> {
  if (!(await mayDrain(ctx))) {
    throw new DomainError(
      "FORBIDDEN",
      "Workers serve everybody here: only an administrator of this installation drains them.",
    );
  }
  const id = parseFriendlyId("worker", workerId);
  const { rowCount } = await ctx.db.pool.query({
    name: "drain-worker",
    text: `
      UPDATE worker SET draining_at = CASE WHEN $2 THEN coalesce(draining_at, $3::timestamptz) END
      WHERE id = $1 AND stopped_at IS NULL`,
    values: [id, isDraining, ctx.clock()],
  });
  if (rowCount === 0) throw new DomainError("NOT_FOUND", "No such worker is running.");
  return { id: workerId, isDraining };
}
