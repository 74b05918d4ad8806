import type { OffsetPage, QueueObject } from "#sdk/wire/queue.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { countQueues } from "./count.ts";
import { presentQueue } from "./present.ts";
import type { ListQueuesQuery } from "./schemas.ts";

/** The environment's queues by name, each with what it is doing now. */
export async function listQueues(
  ctx: EnvironmentContext,
  { page, perPage, search }: ListQueuesQuery,
): Promise<OffsetPage<QueueObject>> {
  authorize(ctx, "read", { type: "queues" });
  const where = {
    environmentId: ctx.environment.id,
    ...(search && { name: { contains: search, mode: "insensitive" as const } }),
  };
  const { queue: table } = ctx.db.prisma;
  const [count, rows] = await Promise.all([
    table.count({ where }),
    table.findMany({
      where,
      orderBy: { name: "asc" },
      skip: (page - 1) * perPage,
      take: perPage,
    }),
  ]);
  const counts = await countQueues(
    ctx,
    rows.map((row) => row.name),
  );
  return {
    data: rows.map((row) => presentQueue(row, counts.get(row.name) ?? { running: 0, queued: 0 })),
    pagination: { currentPage: page, totalPages: Math.max(1, Math.ceil(count / perPage)), count },
  };
}
