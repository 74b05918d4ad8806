import type { TestTemplateView } from "#worker/domain/tasks/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { presentTestTemplate } from "./present.ts";

/** The forms that were saved for tests of a task in this environment, by name. There are never many. */
export async function listTestTemplates(
  ctx: EnvironmentContext,
  taskId: string,
): Promise<TestTemplateView[]> {
  authorize(ctx, "read", { type: "tasks", id: taskId });
  const rows = await ctx.db.prisma.testTemplate.findMany({
    where: { environmentId: ctx.environment.id, taskSlug: taskId },
    orderBy: { name: "asc" },
  });
  return rows.map(presentTestTemplate);
}
