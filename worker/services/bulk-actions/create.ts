import type { BulkActionKind } from "#prisma/generated/client.ts";
import { parseDuration } from "#worker/domain/duration.ts";
import { DomainError, notFound } from "#worker/domain/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { actorName } from "../actor-name.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { authorizeSelection } from "./authorize-selection.ts";
import { type CreateBulkActionInput, parseFilter, type StoredFilter } from "./schemas.ts";
import { countRuns, matchRuns } from "./select-runs.ts";

/** Each takes turns with the others, slice by slice; more at once would only be slower each. */
const MAX_PENDING = 20;

/**
 * Writes down what is to be done; the workers do it. Of a filter, the runs that match when their turn
 * comes are meant, and none that is triggered from now on. Throws NOT_FOUND for a run that is not here,
 * and LIMIT_EXCEEDED while too many actions are under way.
 */
export async function createBulkAction(
  ctx: EnvironmentContext,
  { action, name, selection }: CreateBulkActionInput,
): Promise<{ id: string }> {
  const kind = action === "cancel" ? "CANCEL" : "REPLAY";
  const filter = selection.by === "FILTER" ? fixPeriod(selection.filter, ctx.clock()) : undefined;
  authorizeSelection(ctx, action, filter && parseFilter(filter)["filter[taskIdentifier]"]);
  await refuseTooMany(ctx);
  const runIds = selection.by === "IDS" ? selection.runIds : [];
  if (selection.by === "IDS") await refuseUnknown(ctx, runIds);
  const id = newId();
  const now = ctx.clock();
  await ctx.db.prisma.bulkAction.create({
    data: {
      id,
      environmentId: ctx.environment.id,
      kind,
      name: name || null,
      createdBy: await actorName(ctx),
      ...(filter && { filter }),
      runIds,
      totalCount: filter ? await countNow(ctx, kind, filter) : runIds.length,
      createdAt: now,
      updatedAt: now,
    },
  });
  return { id: friendlyId("bulk", id) };
}

const PERIOD = "filter[createdAt][period]";

/** “Of the last day” means the day before the action was made, however long it takes. */
function fixPeriod({ [PERIOD]: period, ...filter }: StoredFilter, now: Date): StoredFilter {
  if (period === undefined) return filter;
  const from = new Date(now.getTime() - (parseDuration(period) ?? 0));
  return { ...filter, "filter[createdAt][from]": from.toISOString() };
}

/** Null: so many that a worker counts them first. */
async function countNow(
  ctx: EnvironmentContext,
  kind: BulkActionKind,
  filter: StoredFilter,
): Promise<number | null> {
  const counted = await countRuns(ctx, await matchRuns(ctx, kind, parseFilter(filter)));
  return counted.isCapped ? null : counted.count;
}

async function refuseUnknown(ctx: EnvironmentContext, runIds: string[]): Promise<void> {
  const rows = await ctx.db.prisma.run.findMany({
    where: { environmentId: ctx.environment.id, id: { in: runIds } },
    select: { id: true },
  });
  const known = new Set(rows.map((row) => row.id));
  const unknown = runIds.find((id) => !known.has(id));
  if (unknown) throw notFound(`Run ${friendlyId("run", unknown)}`);
}

async function refuseTooMany(ctx: EnvironmentContext): Promise<void> {
  const pending = await ctx.db.prisma.bulkAction.count({
    where: { environmentId: ctx.environment.id, status: "PENDING" },
  });
  if (pending < MAX_PENDING) return;
  throw new DomainError(
    "LIMIT_EXCEEDED",
    `${pending} bulk actions are under way in this environment. Wait for one to finish, or abort one.`,
  );
}
