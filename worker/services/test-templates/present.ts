import type { TestTemplate } from "#prisma/generated/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { TestTemplateView } from "#worker/domain/tasks/views.ts";

export function presentTestTemplate(row: TestTemplate): TestTemplateView {
  return {
    id: friendlyId("template", row.id),
    name: row.name,
    payload: row.payload,
    options: optionsOf(row.options),
    updatedAt: row.updatedAt.toISOString(),
    ...(row.updatedBy !== null && { updatedBy: row.updatedBy }),
  };
}

/** The column holds what `schemas.ts` checked. */
function optionsOf(value: unknown): Record<string, string> {
  return value as Record<string, string>;
}
