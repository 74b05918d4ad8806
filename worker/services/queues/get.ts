import type { Queue } from "#prisma/generated/client.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";
import type { EnvironmentContext } from "../context.ts";
import { countQueues } from "./count.ts";
import { findQueue } from "./find.ts";
import { presentQueue } from "./present.ts";
import type { QueueReference } from "./schemas.ts";

/** Throws NOT_FOUND, also for a queue of another environment. */
export async function getQueue(
  ctx: EnvironmentContext,
  reference: QueueReference,
): Promise<QueueObject> {
  return withCounts(ctx, await findQueue(ctx, "read", reference));
}

export async function withCounts(ctx: EnvironmentContext, queue: Queue): Promise<QueueObject> {
  const counts = await countQueues(ctx, [queue.name]);
  return presentQueue(queue, counts.get(queue.name) ?? { running: 0, queued: 0 });
}
