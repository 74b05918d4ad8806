import { friendlyId } from "#worker/domain/ids.ts";
import type { RecentPayloadView } from "#worker/domain/tasks/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { packetToJson } from "../runs/packet.ts";

const RUNS = 10;
/** Of one payload: ten of them are sent at once. */
const MAX_CHARACTERS = 50_000;
/** Newest runs that are looked at: those without a payload, or with a long one, are passed over. */
const LOOKED_AT = 50;

/** What the newest runs of a task were given, the newest first: to start a test from, and to see what payloads look like. */
export async function listRecentPayloads(
  ctx: EnvironmentContext,
  taskId: string,
): Promise<RecentPayloadView[]> {
  // The payload is the run's: reading the task alone does not show it.
  authorize(ctx, "read", { type: "runs" }, { type: "tasks", id: taskId });
  const rows = await ctx.db.prisma.run.findMany({
    where: { environmentId: ctx.environment.id, taskSlug: taskId },
    orderBy: { id: "desc" },
    take: LOOKED_AT,
    select: {
      ...{ id: true, status: true, createdAt: true, payload: true, payloadType: true },
      ...{ tags: true, concurrencyKey: true, queueName: true, metadata: true },
    },
  });
  return rows
    .filter(({ payload }) => payload !== null && payload.length <= MAX_CHARACTERS)
    .slice(0, RUNS)
    .map((row) => ({
      runId: friendlyId("run", row.id),
      status: row.status,
      createdAt: row.createdAt.toISOString(),
      payload: packetToJson(row.payload, row.payloadType),
      tags: row.tags,
      queue: row.queueName,
      ...(row.concurrencyKey !== "" && { concurrencyKey: row.concurrencyKey }),
      ...(row.metadata !== null && { metadata: row.metadata }),
    }));
}
