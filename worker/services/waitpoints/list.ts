import type { Prisma } from "#prisma/generated/client.ts";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { WaitpointObject } from "#sdk/wire/waitpoint.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { createdAtWhere, pageArguments, readPosition, toPage } from "../cursor-page.ts";
import { presentWaitpoint } from "./present.ts";
import type { ListWaitpointsQuery } from "./schemas.ts";

/** Tokens of the environment, newest first. */
export async function listWaitpoints(
  ctx: EnvironmentContext,
  query: ListWaitpointsQuery,
): Promise<CursorPage<WaitpointObject>> {
  authorize(ctx, "read", { type: "waitpoints" });
  const position = readPosition("waitpoint", query);
  const { where, ...rest } = pageArguments(position);
  const read = await ctx.db.prisma.waitpoint.findMany({
    where: { AND: [toWhere(ctx, query), where] },
    ...rest,
  });
  const { rows, pagination } = toPage("waitpoint", position, read);
  return { data: rows.map((row) => presentWaitpoint(ctx, row)), pagination };
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

function toWhere(ctx: EnvironmentContext, query: ListWaitpointsQuery): Prisma.WaitpointWhereInput {
  const id = query["filter[id]"];
  const idempotencyKey = query["filter[idempotencyKey]"];
  const statuses = query["filter[status]"] ?? [];
  const tags = query["filter[tags]"] ?? [];
  return {
    environmentId: ctx.environment.id,
    ...(statuses.length > 0 && { status: { in: statuses } }),
    ...(tags.length > 0 && { tags: { hasSome: tags } }),
    // An id that is none matches no token, rather than every one.
    ...(id && { id: parseFriendlyId("waitpoint", id) ?? NO_ID }),
    ...(idempotencyKey && { idempotencyKey }),
    ...createdAtWhere(ctx.clock(), {
      period: query["filter[createdAt][period]"],
      from: query["filter[createdAt][from]"],
      to: query["filter[createdAt][to]"],
    }),
  };
}
