import type { QueueObject } from "#sdk/wire/queue.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeQueue } from "./change.ts";
import type { QueueReference } from "./schemas.ts";

/** What waits in the queue starts again at once. Resuming a queue that is not paused changes nothing. */
export function resumeQueue(
  ctx: EnvironmentContext,
  reference: QueueReference,
): Promise<QueueObject> {
  return changeQueue(ctx, reference, async (queue) =>
    queue.pausedAt ? { pausedAt: null, pausedBy: null } : null,
  );
}
