import { z } from "zod";
import type { Prisma } from "#prisma/generated/client.ts";
import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal, parseStatusName } from "#worker/domain/run-status.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import {
  createdAtWhere,
  csv,
  cursorQuery,
  instant,
  pageArguments,
  periodText,
  readPosition,
  toPage,
} from "../cursor-page.ts";
import { readVersions } from "./get.ts";
import { presentListItem } from "./present.ts";

const statuses = csv.transform((names, issue) => {
  const parsed = names.map(parseStatusName);
  const unknown = names.filter((_, index) => !parsed[index]);
  if (unknown.length === 0) return parsed.flatMap((list) => list ?? []);
  issue.addIssue(`has no status ${unknown.join(", ")}`);
  return z.NEVER;
});

/** The query string of a list of runs, with the names that its clients use. */
export const listRunsQuery = cursorQuery.extend({
  "filter[status]": statuses.optional(),
  "filter[taskIdentifier]": csv.optional(),
  "filter[version]": csv.optional(),
  "filter[tag]": csv.optional(),
  "filter[queue]": csv.optional(),
  "filter[machine]": csv.optional(),
  "filter[batch]": z.string().optional(),
  "filter[bulkAction]": z.string().optional(),
  "filter[isTest]": z.enum(["true", "false"]).optional(),
  "filter[createdAt][from]": instant.optional(),
  "filter[createdAt][to]": instant.optional(),
  "filter[createdAt][period]": periodText.optional(),
});

export type ListRunsQuery = z.infer<typeof listRunsQuery>;

/** Newest first. */
export async function listRuns(
  ctx: EnvironmentContext,
  query: ListRunsQuery,
): Promise<CursorPage<RunListItem>> {
  const tasks = query["filter[taskIdentifier]"] ?? [];
  if (tasks.length === 0) authorize(ctx, "read", { type: "runs" });
  // With a filter on tasks, a key that may read each of them may list.
  for (const id of tasks) authorize(ctx, "read", { type: "runs" }, { type: "tasks", id });
  const position = readPosition("run", query);
  const { where, ...rest } = pageArguments(position);
  const read = await ctx.db.prisma.run.findMany({
    where: { AND: [await toWhere(ctx, query), where] },
    ...rest,
    omit: { payload: true, output: true },
  });
  const { rows: page, pagination } = toPage("run", position, read);
  const versions = await readVersions(ctx, page);
  return {
    data: page.map((run) =>
      presentListItem({ ...run, version: versions.get(run.deploymentId ?? "") }, ctx.environment),
    ),
    pagination,
  };
}

/** The runs that a query of the list matches, whatever its page. */
export async function toWhere(
  ctx: EnvironmentContext,
  query: ListRunsQuery,
): Promise<Prisma.RunWhereInput> {
  const isTest = query["filter[isTest]"];
  return {
    environmentId: ctx.environment.id,
    ...statusWhere(query["filter[status]"]),
    ...in_("taskSlug", query["filter[taskIdentifier]"]),
    ...in_("queueName", query["filter[queue]"]),
    ...in_("machine", query["filter[machine]"]),
    ...batchWhere(query["filter[batch]"]),
    ...bulkActionWhere(query["filter[bulkAction]"]),
    ...(query["filter[tag]"]?.length && { tags: { hasSome: query["filter[tag]"] } }),
    ...(query["filter[version]"]?.length &&
      in_("deploymentId", await deploymentIds(ctx, query["filter[version]"]))),
    ...(isTest && { isTest: isTest === "true" }),
    ...createdAtWhere(ctx.clock(), {
      period: query["filter[createdAt][period]"],
      from: query["filter[createdAt][from]"],
      to: query["filter[createdAt][to]"],
    }),
  };
}

/** Ends other than success have an index of their own. */
function statusWhere(statuses: RunStatus[] | undefined): Prisma.RunWhereInput {
  const areBadEnds = statuses?.every((status) => isFinal(status) && status !== "COMPLETED");
  return in_(areBadEnds ? "badEnd" : "status", statuses);
}

/** An id that is none matches no run, rather than every one. */
function batchWhere(batch: string | undefined): Prisma.RunWhereInput {
  if (!batch) return {};
  return { batchId: parseFriendlyId("batch", batch) ?? NO_ID };
}

/** What it canceled, or the runs that it made. */
function bulkActionWhere(bulkAction: string | undefined): Prisma.RunWhereInput {
  if (!bulkAction) return {};
  return { bulkActions: { some: { bulkActionId: parseFriendlyId("bulk", bulkAction) ?? NO_ID } } };
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

function in_<K extends string, V>(column: K, values: V[] | undefined): { [P in K]?: { in: V[] } } {
  return values && values.length > 0
    ? ({ [column]: { in: values } } as { [P in K]?: { in: V[] } })
    : {};
}

async function deploymentIds(ctx: EnvironmentContext, versions: string[]): Promise<string[]> {
  const rows = await ctx.db.prisma.deployment.findMany({
    where: { environmentId: ctx.environment.id, version: { in: versions } },
    select: { id: true },
  });
  // A version that is not here matches no run; an empty list would match them all.
  return rows.length > 0 ? rows.map((row) => row.id) : [NO_ID];
}
