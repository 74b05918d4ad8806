import type { Prisma } from "#prisma/generated/client.ts";
import type { OffsetPage } from "#sdk/wire/queue.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { presentSchedules } from "./present.ts";
import type { ListSchedulesQuery } from "./schemas.ts";

/** The environment's schedules, those that tick and those that are switched off. */
export async function listSchedules(
  ctx: EnvironmentContext,
  { page, perPage, search, sort }: ListSchedulesQuery,
): Promise<OffsetPage<ScheduleObject>> {
  authorize(ctx, "read", { type: "schedules" });
  const where = {
    environmentId: ctx.environment.id,
    archivedAt: null,
    ...(search && { OR: matches(search) }),
  };
  const { schedule: table } = ctx.db.prisma;
  const [count, rows] = await Promise.all([
    table.count({ where }),
    table.findMany({
      where,
      orderBy:
        sort === "next"
          ? [{ nextStartAt: { sort: "asc", nulls: "last" } }, { id: "desc" }]
          : { id: "desc" },
      skip: (page - 1) * perPage,
      take: perPage,
    }),
  ]);
  return {
    data: await presentSchedules(ctx, rows),
    pagination: { currentPage: page, totalPages: Math.max(1, Math.ceil(count / perPage)), count },
  };
}

function matches(search: string): Prisma.ScheduleWhereInput[] {
  const contains = { contains: search, mode: "insensitive" as const };
  const id = parseFriendlyId("sched", search);
  return [
    { taskSlug: contains },
    { externalId: contains },
    { deduplicationKey: contains },
    ...(id ? [{ id }] : []),
  ];
}
