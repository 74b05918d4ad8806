import { DomainError } from "#worker/domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** Frees a key, so that the next trigger with it makes a new run. Throws NOT_FOUND when no run holds it. */
export async function resetIdempotencyKey(
  ctx: EnvironmentContext,
  { taskId, key }: { taskId: string; key: string },
): Promise<void> {
  authorize(ctx, "write", { type: "runs" }, { type: "tasks", id: taskId });
  const { count } = await ctx.db.prisma.run.updateMany({
    where: { environmentId: ctx.environment.id, taskSlug: taskId, idempotencyKey: key },
    data: { idempotencyKey: null },
  });
  if (count === 0) {
    throw new DomainError("NOT_FOUND", `No run of the task ${taskId} holds this idempotency key.`);
  }
}
