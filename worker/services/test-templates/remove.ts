import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/** Throws NOT_FOUND, also for one that is gone already. */
export async function removeTestTemplate(
  ctx: EnvironmentContext,
  { taskId, templateId }: { taskId: string; templateId: string },
): Promise<{ id: string }> {
  authorize(ctx, "write", { type: "tasks", id: taskId });
  const id = parseFriendlyId("template", templateId);
  const { count } = id
    ? await ctx.db.prisma.testTemplate.deleteMany({
        where: { id, environmentId: ctx.environment.id, taskSlug: taskId },
      })
    : { count: 0 };
  if (count === 0) throw notFound(`Template ${templateId}`);
  return { id: templateId };
}
