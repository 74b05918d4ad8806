import type { EnvironmentLoadView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { readEnvironmentLoad } from "./get-environment.ts";

/** What waits in the environment starts again at once. Resuming twice is resuming once. */
export async function resumeEnvironment(ctx: EnvironmentContext): Promise<EnvironmentLoadView> {
  authorize(ctx, "write", { type: "queues" });
  await ctx.db.prisma.environment.update({
    where: { id: ctx.environment.id },
    data: { pausedAt: null, pausedBy: null },
  });
  ctx.signals.workAvailable(ctx.environment.id);
  return readEnvironmentLoad(ctx);
}
