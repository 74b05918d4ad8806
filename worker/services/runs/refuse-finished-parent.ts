import { DomainError } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { EnvironmentContext } from "../context.ts";

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
  if (isFinal(parent.status)) {
    throw new DomainError(
      "UNPROCESSABLE",
      `Run ${parentRunId} is ${parent.status} and can wait for nothing any more.`,
    );
  }
}
