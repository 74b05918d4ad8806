import type { Queue } from "#prisma/generated/client.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";
import type { EnvironmentContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { findQueue } from "./find.ts";
import { withCounts } from "./get.ts";
import { handBackAdmitted } from "./hand-back-admitted.ts";
import type { QueueReference } from "./schemas.ts";
import { voidAdmission } from "./sql.ts";

type Settings = Pick<
  Queue,
  "pausedAt" | "pausedBy" | "concurrencyLimitOverride" | "overriddenAt" | "overriddenBy"
>;

/**
 * Changes a queue's settings and rings the bell: runs may start now that could not before. `decide`
 * says what changes, null when the queue is as it should be already.
 *
 * An admission that read the old settings is void, and what is admitted goes back when the queue is paused: so
 * nothing starts once a pause has answered.
 */
export async function changeQueue(
  ctx: EnvironmentContext,
  reference: QueueReference,
  decide: (queue: Queue) => Promise<Partial<Settings> | null>,
): Promise<QueueObject> {
  const queue = await findQueue(ctx, "write", reference);
  const changes = await decide(queue);
  if (!changes) return withCounts(ctx, queue);
  const changed = { ...queue, ...changes };
  const handedBack = await inTransaction(ctx.db.pool, async (client) => {
    await client.query({
      name: "change-queue",
      text: `
        UPDATE queue SET paused_at = $2, paused_by = $3, concurrency_limit_override = $4,
          overridden_at = $5, overridden_by = $6
        WHERE id = $1`,
      values: [
        queue.id,
        changed.pausedAt,
        changed.pausedBy,
        changed.concurrencyLimitOverride,
        changed.overriddenAt,
        changed.overriddenBy,
      ],
    });
    await voidAdmission(client, ctx.environment.id);
    if (!changes.pausedAt) return [];
    return handBackAdmitted(client, {
      environmentId: ctx.environment.id,
      queueName: queue.name,
      at: changes.pausedAt,
      reason: "Its queue was paused before it started",
    });
  });
  for (const run of handedBack) ctx.signals.runChanged(run.environmentId, run.id);
  ctx.signals.workAvailable(ctx.environment.id);
  return withCounts(ctx, changed);
}
