import { z } from "zod";
import type { Prisma } from "#prisma/generated/client.ts";
import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { parseDuration } from "#worker/domain/duration.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal, parseStatusName } from "#worker/domain/run-status.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { readVersions } from "./get.ts";
import { presentListItem } from "./present.ts";

const csv = z.string().transform((text) => text.split(",").filter((part) => part.length > 0));
const instant = z.string().transform((text, issue) => {
  const date = /^\d+$/.test(text) ? new Date(Number(text)) : new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  issue.addIssue("must be epoch milliseconds or an ISO 8601 date");
  return z.NEVER;
});
const statuses = csv.transform((names, issue) => {
  const parsed = names.map(parseStatusName);
  const unknown = names.filter((_, index) => !parsed[index]);
  if (unknown.length === 0) return parsed.flatMap((list) => list ?? []);
  issue.addIssue(`has no status ${unknown.join(", ")}`);
  return z.NEVER;
});

/** The query string of a list of runs, with the names that its clients use. */
export const listRunsQuery = z.object({
  "page[size]": z.coerce.number().int().min(1).max(100).default(25),
  "page[after]": z.string().optional(),
  "page[before]": z.string().optional(),
  "filter[status]": statuses.optional(),
  "filter[taskIdentifier]": csv.optional(),
  "filter[version]": csv.optional(),
  "filter[tag]": csv.optional(),
  "filter[queue]": csv.optional(),
  "filter[machine]": csv.optional(),
  "filter[batch]": z.string().optional(),
  "filter[isTest]": z.enum(["true", "false"]).optional(),
  "filter[createdAt][from]": instant.optional(),
  "filter[createdAt][to]": instant.optional(),
  "filter[createdAt][period]": z
    .string()
    .refine((text) => parseDuration(text) !== undefined, "must be a duration such as 7d")
    .optional(),
});

export type ListRunsQuery = z.infer<typeof listRunsQuery>;

/** Newest first. Walking back after walking forward sends both cursors: `before` is the one that counts. */
export async function listRuns(
  ctx: EnvironmentContext,
  query: ListRunsQuery,
): Promise<CursorPage<RunListItem>> {
  const tasks = query["filter[taskIdentifier]"] ?? [];
  if (tasks.length === 0) authorize(ctx, "read", { type: "runs" });
  // With a filter on tasks, a key that may read each of them may list.
  for (const id of tasks) authorize(ctx, "read", { type: "runs" }, { type: "tasks", id });
  const size = query["page[size]"];
  const before = parseCursor(query["page[before]"]);
  const after = before ? undefined : parseCursor(query["page[after]"]);
  const rows = await ctx.db.prisma.run.findMany({
    where: {
      AND: [
        await toWhere(ctx, query),
        before ? { id: { gt: before } } : {},
        after ? { id: { lt: after } } : {},
      ],
    },
    orderBy: { id: before ? "asc" : "desc" },
    take: size + 1,
    omit: { payload: true, output: true },
  });
  const hasMore = rows.length > size;
  const page = rows.slice(0, size);
  if (before) page.reverse();
  const versions = await readVersions(ctx, page);
  return {
    data: page.map((run) =>
      presentListItem({ ...run, version: versions.get(run.deploymentId ?? "") }, ctx.environment),
    ),
    pagination: pagination(page, { before, after, hasMore }),
  };
}

function pagination(
  page: { id: string }[],
  {
    before,
    after,
    hasMore,
  }: { before: string | undefined; after: string | undefined; hasMore: boolean },
): CursorPage<never>["pagination"] {
  const first = page[0];
  const last = page.at(-1);
  const hasNext = before ? true : hasMore;
  const hasPrevious = before ? hasMore : after !== undefined;
  return {
    ...(last && hasNext && { next: friendlyId("run", last.id) }),
    ...(first && hasPrevious && { previous: friendlyId("run", first.id) }),
  };
}

function parseCursor(cursor: string | undefined): string | undefined {
  if (!cursor) return undefined;
  const id = parseFriendlyId("run", cursor);
  if (!id)
    throw new DomainError(
      "VALIDATION",
      `The page cursor ${cursor} is not one that a list has returned.`,
    );
  return id;
}

async function toWhere(
  ctx: EnvironmentContext,
  query: ListRunsQuery,
): Promise<Prisma.RunWhereInput> {
  const period = query["filter[createdAt][period]"];
  const from = period
    ? new Date(ctx.clock().getTime() - (parseDuration(period) ?? 0))
    : query["filter[createdAt][from]"];
  const to = query["filter[createdAt][to]"];
  const isTest = query["filter[isTest]"];
  return {
    environmentId: ctx.environment.id,
    ...statusWhere(query["filter[status]"]),
    ...in_("taskSlug", query["filter[taskIdentifier]"]),
    ...in_("queueName", query["filter[queue]"]),
    ...in_("machine", query["filter[machine]"]),
    ...batchWhere(query["filter[batch]"]),
    ...(query["filter[tag]"]?.length && { tags: { hasSome: query["filter[tag]"] } }),
    ...(query["filter[version]"]?.length &&
      in_("deploymentId", await deploymentIds(ctx, query["filter[version]"]))),
    ...(isTest && { isTest: isTest === "true" }),
    ...((from || to) && { createdAt: { ...(from && { gte: from }), ...(to && { lte: to }) } }),
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
