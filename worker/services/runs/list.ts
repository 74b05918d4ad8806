import type { Prisma } from "#prisma/generated/client.ts";
import type { RunListPage } from "#worker/domain/runs/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { readPosition, toPage } from "../cursor-page.ts";
import { readVersions } from "./get.ts";
import { FIELD_SEARCH_PERIOD, FIELD_SEARCH_RUNS, matchFields } from "./list/match-fields.ts";
import { readRows } from "./list/read-rows.ts";
import { type ListRunsQuery, listRunsQuery } from "./list/schemas.ts";
import { columnsWhere } from "./list/where.ts";
import { presentListItem } from "./present.ts";

export { type ListRunsQuery, listRunsQuery };

/** Newest first. */
export async function listRuns(
  ctx: EnvironmentContext,
  query: ListRunsQuery,
): Promise<RunListPage> {
  const tasks = query["filter[taskIdentifier]"] ?? [];
  if (tasks.length === 0) authorize(ctx, "read", { type: "runs" });
  // With a filter on tasks, a key that may read each of them may list.
  for (const id of tasks) authorize(ctx, "read", { type: "runs" }, { type: "tasks", id });
  const position = readPosition("run", query);
  const { where, searched } = await matchRuns(ctx, query);
  const read = await readRows(ctx, where, searched ? listRunsQuery.parse({}) : query, position);
  const { rows: page, pagination } = toPage("run", position, read);
  const versions = await readVersions(ctx, page);
  return {
    data: page.map((run) =>
      presentListItem({ ...run, version: versions.get(run.deploymentId ?? "") }, ctx.environment),
    ),
    pagination,
    ...(searched && { searched }),
  };
}

/** The runs that a query matches, whatever its page. */
export async function toWhere(
  ctx: EnvironmentContext,
  query: ListRunsQuery,
): Promise<Prisma.RunWhereInput> {
  return (await matchRuns(ctx, query)).where;
}

/** Fields have no index: what has them is found first, within bounds, and named by its ids. */
async function matchRuns(ctx: EnvironmentContext, query: ListRunsQuery) {
  if (!query["filter[fields]"]) return { where: await columnsWhere(ctx, query) };
  const hasTime = query["filter[createdAt][from]"] ?? query["filter[createdAt][period]"];
  const bounded: ListRunsQuery = hasTime
    ? query
    : { ...query, "filter[createdAt][period]": FIELD_SEARCH_PERIOD };
  const { ids, reachedBackTo } = await matchFields(ctx, await columnsWhere(ctx, bounded), bounded);
  return {
    where: { environmentId: ctx.environment.id, id: { in: ids } },
    searched: {
      runs: FIELD_SEARCH_RUNS,
      ...(reachedBackTo && { since: reachedBackTo.toISOString() }),
    },
  };
}
