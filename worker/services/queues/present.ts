import type { Queue } from "#prisma/generated/client.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";
import { friendlyId } from "#worker/domain/ids.ts";

export interface QueueCounts {
  running: number;
  queued: number;
}

export function presentQueue(queue: Queue, { running, queued }: QueueCounts): QueueObject {
  const { concurrencyLimit: base, concurrencyLimitOverride: override } = queue;
  const current = override ?? base;
  return {
    id: friendlyId("queue", queue.id),
    name: queue.type === "TASK" ? queue.name.replace(/^task\//, "") : queue.name,
    type: queue.type === "TASK" ? "task" : "custom",
    running,
    queued,
    paused: queue.pausedAt !== null,
    concurrencyLimit: current,
    concurrency: {
      current,
      base,
      override,
      overriddenAt: queue.overriddenAt?.toISOString() ?? null,
      overriddenBy: queue.overriddenBy,
    },
    ...(queue.totalConcurrencyLimit !== null && {
      totalConcurrencyLimit: queue.totalConcurrencyLimit,
    }),
    ...(queue.rateLimit !== null && {
      rateLimit: {
        limit: queue.rateLimit,
        periodMs: Number(queue.ratePeriodMs),
        scope: queue.rateScope === "KEY" ? "key" : "queue",
      },
    }),
    ...(queue.pausedAt && { pausedAt: queue.pausedAt.toISOString() }),
    ...(queue.pausedBy !== null && { pausedBy: queue.pausedBy }),
  };
}
