import type { QueueObject } from "#sdk/wire/queue.ts";
import { actorName } from "../actor-name.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeQueue } from "./change.ts";
import type { QueueReference } from "./schemas.ts";

/** Nothing new of the queue starts; what executes finishes, triggers are accepted. Pausing twice is pausing once. */
export function pauseQueue(
  ctx: EnvironmentContext,
  reference: QueueReference,
): Promise<QueueObject> {
  return changeQueue(ctx, reference, async (queue) =>
    queue.pausedAt ? null : { pausedAt: ctx.clock(), pausedBy: await actorName(ctx) },
  );
}
