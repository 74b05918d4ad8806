import { DomainError, notFound } from "#worker/domain/errors.ts";
import type { TestTemplateView } from "#worker/domain/tasks/views.ts";
import { actorName } from "../actor-name.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { presentTestTemplate } from "./present.ts";
import type { SaveTestTemplateInput } from "./schemas.ts";

export const MAX_TEMPLATES = 50;

/** Keeps a form for tests of a task under a name; the same name again takes the new one. Throws NOT_FOUND. */
export async function saveTestTemplate(
  ctx: EnvironmentContext,
  taskSlug: string,
  { name, payload, options }: SaveTestTemplateInput,
): Promise<TestTemplateView> {
  authorize(ctx, "write", { type: "tasks", id: taskSlug });
  const environmentId = ctx.environment.id;
  const { task, testTemplate } = ctx.db.prisma;
  const known = await task.findUnique({
    where: { environmentId_slug: { environmentId, slug: taskSlug } },
    select: { archivedAt: true },
  });
  if (!known || known.archivedAt) throw notFound(`Task ${taskSlug}`);
  const others = await testTemplate.count({
    where: { environmentId, taskSlug, name: { not: name } },
  });
  if (others >= MAX_TEMPLATES) {
    throw new DomainError(
      "UNPROCESSABLE",
      `A task has at most ${MAX_TEMPLATES} templates. Remove one first.`,
    );
  }
  const written = { payload, options, updatedBy: await actorName(ctx), updatedAt: ctx.clock() };
  const row = await testTemplate.upsert({
    where: { environmentId_taskSlug_name: { environmentId, taskSlug, name } },
    update: written,
    create: { id: newId(), environmentId, taskSlug, name, ...written },
  });
  return presentTestTemplate(row);
}
