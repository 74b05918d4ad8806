import type { QueueObject } from "#sdk/wire/queue.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeQueue } from "./change.ts";
import type { QueueReference } from "./schemas.ts";

/** The code's limit holds again. Without an override there is nothing to do. */
export function resetLimit(
  ctx: EnvironmentContext,
  reference: QueueReference,
): Promise<QueueObject> {
  return changeQueue(ctx, reference, async (queue) =>
    queue.concurrencyLimitOverride === null
      ? null
      : { concurrencyLimitOverride: null, overriddenAt: null, overriddenBy: null },
  );
}
