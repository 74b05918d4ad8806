import type { Prisma } from "#prisma/generated/client.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { firstIdAt, parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { EnvironmentContext } from "../../context.ts";
import { createdAtWhere } from "../../cursor-page.ts";
import type { ListRunsQuery } from "./schemas.ts";

/** The rows that a query of the list matches, whatever its page; its fields are matched elsewhere. */
export async function columnsWhere(
  ctx: EnvironmentContext,
  query: ListRunsQuery,
): Promise<Prisma.RunWhereInput> {
  const isTest = query["filter[isTest]"];
  return {
    environmentId: ctx.environment.id,
    ...statusWhere(query["filter[status]"]),
    ...in_("taskSlug", query["filter[taskIdentifier]"]),
    ...in_("queueName", query["filter[queue]"]),
    ...in_("concurrencyKey", query["filter[concurrencyKey]"]),
    ...in_("machine", query["filter[machine]"]),
    ...idWhere("batchId", "batch", query["filter[batch]"]),
    ...idWhere("scheduleId", "sched", query["filter[schedule]"]),
    ...(await errorWhere(ctx, query["filter[error]"])),
    ...bulkActionWhere(query["filter[bulkAction]"]),
    ...(query["filter[tag]"]?.length && { tags: { hasSome: query["filter[tag]"] } }),
    ...(query["filter[version]"]?.length &&
      in_("deploymentId", await deploymentIds(ctx, query["filter[version]"]))),
    ...(isTest && { isTest: isTest === "true" }),
    ...(query["filter[rootOnly]"] === "true" && { parentRunId: null }),
    ...timeWhere(ctx.clock(), query),
    ...runWhere(query["filter[run]"]),
  };
}

/** Beside the range of ids that a time window is. */
function runWhere(runIds: string[] | undefined): Prisma.RunWhereInput {
  if (!runIds) return {};
  return { AND: { id: { in: runIds.flatMap((id) => parseFriendlyId("run", id) ?? []) } } };
}

/** An id is made when its run is; clocks of two processes may differ by this much. */
const CLOCKS_APART_MS = 300_000;

/** The exact times, and the range of ids they lie in, which is what the indexes are made of. */
function timeWhere(now: Date, query: ListRunsQuery): Prisma.RunWhereInput {
  const { createdAt } = createdAtWhere(now, {
    period: query["filter[createdAt][period]"],
    from: query["filter[createdAt][from]"],
    to: query["filter[createdAt][to]"],
  });
  if (!createdAt) return {};
  const { gte, lte } = createdAt;
  return {
    createdAt,
    id: {
      ...(gte && { gte: firstIdAt(new Date(gte.getTime() - CLOCKS_APART_MS)) }),
      ...(lte && { lt: firstIdAt(new Date(lte.getTime() + CLOCKS_APART_MS)) }),
    },
  };
}

/** Ends other than success have an index of their own. */
function statusWhere(statuses: RunStatus[] | undefined): Prisma.RunWhereInput {
  const areBadEnds = statuses?.every((status) => isFinal(status) && status !== "COMPLETED");
  return in_(areBadEnds ? "badEnd" : "status", statuses);
}

/** An id that is none matches no run, rather than every one. */
function idWhere(
  column: "batchId" | "scheduleId",
  prefix: "batch" | "sched",
  id: string | undefined,
): Prisma.RunWhereInput {
  return id ? { [column]: parseFriendlyId(prefix, id) ?? NO_ID } : {};
}

/** What it canceled, or the runs that it made. */
function bulkActionWhere(bulkAction: string | undefined): Prisma.RunWhereInput {
  if (!bulkAction) return {};
  return { bulkActions: { some: { bulkActionId: parseFriendlyId("bulk", bulkAction) ?? NO_ID } } };
}

/** Runs of a group of errors have an index of their own. */
async function errorWhere(
  ctx: EnvironmentContext,
  error: string | undefined,
): Promise<Prisma.RunWhereInput> {
  if (!error) return {};
  const group = await ctx.db.prisma.errorGroup.findFirst({
    where: { id: parseFriendlyId("error", error) ?? NO_ID, environmentId: ctx.environment.id },
    select: { taskSlug: true, fingerprint: true },
  });
  if (!group) return { id: NO_ID };
  return { AND: [{ taskSlug: group.taskSlug }, { errorFingerprint: group.fingerprint }] };
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
