import type { EnvironmentLoadView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { countEnvironment } from "./count.ts";

/** The environment as its queues share it: its limit, what runs and waits, whether it is paused. */
export async function getEnvironmentLoad(ctx: EnvironmentContext): Promise<EnvironmentLoadView> {
  authorize(ctx, "read", { type: "queues" });
  return readEnvironmentLoad(ctx);
}

export async function readEnvironmentLoad(ctx: EnvironmentContext): Promise<EnvironmentLoadView> {
  const [row, counts] = await Promise.all([
    ctx.db.prisma.environment.findUniqueOrThrow({ where: { id: ctx.environment.id } }),
    countEnvironment(ctx),
  ]);
  return {
    ...counts,
    concurrencyLimit: row.concurrencyLimit,
    paused: row.pausedAt !== null,
    ...(row.pausedAt && { pausedAt: row.pausedAt.toISOString() }),
    ...(row.pausedBy !== null && { pausedBy: row.pausedBy }),
  };
}
