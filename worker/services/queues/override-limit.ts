import type { QueueObject } from "#sdk/wire/queue.ts";
import { actorName } from "../actor-name.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeQueue } from "./change.ts";
import type { QueueReference } from "./schemas.ts";

/** Puts a limit above the code's; deployments leave it alone until it is reset. */
export function overrideLimit(
  ctx: EnvironmentContext,
  reference: QueueReference,
  concurrencyLimit: number,
): Promise<QueueObject> {
  return changeQueue(ctx, reference, async (queue) =>
    queue.concurrencyLimitOverride === concurrencyLimit
      ? null
      : {
          concurrencyLimitOverride: concurrencyLimit,
          overriddenAt: ctx.clock(),
          overriddenBy: await actorName(ctx),
        },
  );
}
