import { parseFriendlyId } from "#worker/domain/ids.ts";
import { createBulkAction } from "#worker/services/bulk-actions/create.ts";
import { createBulkActionInput } from "#worker/services/bulk-actions/schemas.ts";
import { workSlice } from "#worker/services/bulk-actions/work-slice.ts";
import type { EnvironmentContext, ServiceContext } from "#worker/services/context.ts";

/** Makes a bulk action as a client does, through the schema of the API. Gives its public id. */
export async function createBulk(ctx: EnvironmentContext, body: object): Promise<string> {
  return (await createBulkAction(ctx, createBulkActionInput.parse(body))).id;
}

/** Does everything that is to be done; returns how many slices that took. */
export async function workAll(ctx: ServiceContext): Promise<number> {
  let slices = 0;
  while (await workSlice(ctx)) slices++;
  return slices;
}

/** The row behind a public id. */
export function readBulk(ctx: ServiceContext, bulkActionId: string) {
  const id = parseFriendlyId("bulk", bulkActionId) ?? "";
  return ctx.db.prisma.bulkAction.findUniqueOrThrow({ where: { id } });
}
