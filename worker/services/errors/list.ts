import type { Prisma } from "#prisma/generated/client.ts";
import type { CursorPage } from "#sdk/wire/api.ts";
import { parseDuration } from "#worker/domain/duration.ts";
import type { ErrorGroupView } from "#worker/domain/insight/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { readPosition, toPage } from "../cursor-page.ts";
import { presentErrors } from "./present.ts";
import type { ListErrorsQuery } from "./schemas.ts";

/** Groups of errors, those seen last first. Reads groups only: however many runs they are of costs nothing. */
export async function listErrors(
  ctx: EnvironmentContext,
  query: ListErrorsQuery,
): Promise<CursorPage<ErrorGroupView>> {
  authorize(ctx, "read", { type: "runs" });
  const position = readPosition("error", query);
  const { errorGroup } = ctx.db.prisma;
  const from = position.before ?? position.after;
  const edge = from
    ? await errorGroup.findFirst({ where: { id: from, environmentId: ctx.environment.id } })
    : null;
  const read = await errorGroup.findMany({
    where: { AND: [toWhere(ctx, query), edge ? beyond(edge, position.before !== undefined) : {}] },
    orderBy: position.before
      ? [{ lastSeenAt: "asc" }, { id: "asc" }]
      : [{ lastSeenAt: "desc" }, { id: "desc" }],
    take: position.size + 1,
  });
  const { rows, pagination } = toPage("error", position, read);
  return { data: await presentErrors(ctx, rows), pagination };
}

function toWhere(ctx: EnvironmentContext, query: ListErrorsQuery): Prisma.ErrorGroupWhereInput {
  const tasks = query["filter[taskIdentifier]"];
  const statuses = query["filter[status]"];
  const { search, period } = query;
  const contains = { contains: search ?? "", mode: "insensitive" } as const;
  return {
    environmentId: ctx.environment.id,
    ...(tasks?.length && { taskSlug: { in: tasks } }),
    ...(statuses?.length && { status: { in: statuses } }),
    ...(search && { OR: [{ message: contains }, { name: contains }] }),
    ...(period && {
      lastSeenAt: { gte: new Date(ctx.clock().getTime() - (parseDuration(period) ?? 0)) },
    }),
  };
}

interface Edge {
  id: string;
  lastSeenAt: Date;
}

function beyond({ id, lastSeenAt }: Edge, isBefore: boolean): Prisma.ErrorGroupWhereInput {
  const [time, key] = isBefore
    ? [{ gt: lastSeenAt }, { gt: id }]
    : [{ lt: lastSeenAt }, { lt: id }];
  return { OR: [{ lastSeenAt: time }, { lastSeenAt, id: key }] };
}
