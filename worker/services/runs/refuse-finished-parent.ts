import type { RunStatus } from "#sdk/wire/run-status.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { EnvironmentContext } from "../context.ts";
import { announceCanceled, cancelTrees } from "./cancel-trees.ts";

interface WaitedWish {
  parentRunId?: string | undefined;
  resumeParentOnCompletion?: boolean | undefined;
}

/**
 * A run that is over, while its code still is not (it was canceled, say), cannot be waited into: nobody would
 * take the result. What it triggers without waiting is accepted. Throws UNPROCESSABLE.
 */
export async function refuseFinishedParent(
  ctx: EnvironmentContext,
  { parentRunId, resumeParentOnCompletion }: WaitedWish,
): Promise<void> {
  if (!resumeParentOnCompletion || !parentRunId) return;
  const id = parseFriendlyId("run", parentRunId);
  const where = { id: id ?? "", environmentId: ctx.environment.id };
  const parent = id ? await ctx.db.prisma.run.findFirst({ where, select: { status: true } }) : null;
  if (!parent) throw new DomainError("UNPROCESSABLE", `There is no run ${parentRunId} here.`);
  if (isFinal(parent.status)) throw tooLate(parentRunId, parent.status);
}

function tooLate(parentRunId: string, status: RunStatus): DomainError {
  return new DomainError(
    "UNPROCESSABLE",
    `Run ${parentRunId} is ${status} and can wait for nothing any more.`,
  );
}

/**
 * The same once its children are there: the parent may have been canceled right before, by somebody who did not find
 * them yet. Waits for a cancel that is being written (FOR SHARE); one that comes later finds the children. They
 * end as well.
 */
export async function cancelWithFinishedParent(
  ctx: EnvironmentContext,
  { parentRunId, resumeParentOnCompletion }: WaitedWish,
  childIds: string[],
): Promise<void> {
  if (!resumeParentOnCompletion || !parentRunId || childIds.length === 0) return;
  const { rows } = await ctx.db.pool.query<{ status: RunStatus }>({
    name: "look-at-parent-again",
    text: "SELECT status FROM run WHERE id = $1 AND environment_id = $2 FOR SHARE",
    values: [parseFriendlyId("run", parentRunId), ctx.environment.id],
  });
  const [parent] = rows;
  if (!parent || !isFinal(parent.status)) return;
  const reason = "Its parent was canceled";
  announceCanceled(ctx, await cancelTrees(ctx, ctx.db.pool, { runIds: childIds, reason }));
  throw tooLate(parentRunId, parent.status);
}
