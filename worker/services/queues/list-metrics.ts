import type { QueueMetricsView } from "#worker/domain/insight/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { presentMetrics, RECENT_MINUTES } from "./metrics/present.ts";
import { readFlow, readOldest } from "./metrics/sql.ts";
import type { ListQueuesQuery } from "./schemas.ts";

/** How the queues of a page of the list do. Its cost does not grow with what waits in them. */
export async function listQueueMetrics(
  ctx: EnvironmentContext,
  { page, perPage, search }: ListQueuesQuery,
): Promise<{ data: QueueMetricsView[] }> {
  authorize(ctx, "read", { type: "queues" });
  const environmentId = ctx.environment.id;
  const queues = await ctx.db.prisma.queue.findMany({
    where: { environmentId, ...(search && { name: { contains: search, mode: "insensitive" } }) },
    orderBy: { name: "asc" },
    skip: (page - 1) * perPage,
    take: perPage,
  });
  const names = queues.map(({ name }) => name);
  const now = ctx.clock();
  const since = new Date(now.getTime() - RECENT_MINUTES * 60_000);
  const [oldest, flow] = await Promise.all([
    readOldest(ctx.db.pool, { environmentId, names, now }),
    readFlow(ctx.db.pool, { environmentId, names, since }),
  ]);
  const byQueue = Map.groupBy(flow, ({ name }) => name);
  return {
    data: queues.map((queue) =>
      presentMetrics(queue, {
        flow: byQueue.get(queue.name) ?? [],
        oldest: oldest.get(queue.name),
        now,
      }),
    ),
  };
}
