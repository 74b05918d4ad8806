import type { BulkAction, BulkActionKind, Prisma } from "#prisma/generated/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "../context.ts";
import { toWhere } from "../runs/list.ts";
import { parseFilter, type RunsFilter, storedFilter } from "./schemas.ts";

export type Selecting = Pick<BulkAction, "id" | "kind" | "filter" | "runIds">;

/**
 * The runs that an action is about. Only those that were there when it was made: ids of version 7 sort by
 * time, and what it makes itself is left out by name, should the clock of another process be behind.
 */
export async function selectRuns(
  ctx: EnvironmentContext,
  action: Selecting,
): Promise<Prisma.RunWhereInput> {
  const { filter, id } = action;
  if (filter === null) return { environmentId: ctx.environment.id, id: { in: action.runIds } };
  return {
    AND: [
      await matchRuns(ctx, action.kind, parseFilter(storedFilter.parse(filter))),
      { id: { lt: id } },
      { OR: [{ requestKey: null }, { NOT: { requestKey: { startsWith: requestKeyOf(id, "") } } }] },
    ],
  };
}

/** Of the replay of one run by one action: the database itself refuses a second one. */
export function requestKeyOf(actionId: string, runId: string): string {
  return `${friendlyId("bulk", actionId)}:${runId}`;
}

/** A run that has finished cannot be canceled, so no filter means it. */
export async function matchRuns(
  ctx: EnvironmentContext,
  kind: BulkActionKind,
  filter: RunsFilter,
): Promise<Prisma.RunWhereInput> {
  return {
    AND: [
      await toWhere(ctx, { ...filter, "page[size]": 1 }),
      kind === "CANCEL" ? { finishedAt: null } : {},
    ],
  };
}

export const COUNT_CAP = 10_000;

/** How many there are, up to a cap: counting millions takes seconds. */
export async function countRuns(
  ctx: EnvironmentContext,
  where: Prisma.RunWhereInput,
): Promise<{ count: number; isCapped: boolean }> {
  const count = await ctx.db.prisma.run.count({ where, take: COUNT_CAP + 1 });
  return { count: Math.min(count, COUNT_CAP), isCapped: count > COUNT_CAP };
}
