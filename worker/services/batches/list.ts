import type { z } from "zod";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { BatchView } from "#worker/domain/insight/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { cursorQuery, pageArguments, readPosition, toPage } from "../cursor-page.ts";
import { presentBatch } from "./present.ts";
import { countBatches, NO_ITEMS } from "./sql.ts";

export const listBatchesQuery = cursorQuery;

/** The environment's batches with what became of their items, newest first. */
export async function listBatches(
  ctx: EnvironmentContext,
  query: z.infer<typeof listBatchesQuery>,
): Promise<CursorPage<BatchView>> {
  authorize(ctx, "read", { type: "batch" }, { type: "runs" });
  const position = readPosition("batch", query);
  const { where, orderBy, take } = pageArguments(position);
  const read = await ctx.db.prisma.batch.findMany({
    where: { AND: [{ environmentId: ctx.environment.id }, where] },
    orderBy,
    take,
  });
  const { rows, pagination } = toPage("batch", position, read);
  const counts = await countBatches(
    ctx.db.pool,
    rows.map(({ id }) => id),
  );
  return {
    data: rows.map((batch) => presentBatch(batch, counts.get(batch.id) ?? NO_ITEMS)),
    pagination,
  };
}
