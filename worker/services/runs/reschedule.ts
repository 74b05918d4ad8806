import type { RunObject } from "#sdk/wire/api.ts";
import { parseDelay } from "#worker/domain/duration.ts";
import { DomainError, notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { getRun } from "./get.ts";

/**
 * Gives another time to a delayed run for its start, or to one that waits for its next attempt for that. Throws VALIDATION for one
 * that does neither (any more).
 */
export async function rescheduleRun(
  ctx: EnvironmentContext,
  { runId, delay }: { runId: string; delay: string },
): Promise<RunObject> {
  const id = parseFriendlyId("run", runId);
  const run = id
    ? await ctx.db.prisma.run.findFirst({
        where: { id, environmentId: ctx.environment.id },
        select: { id: true, taskSlug: true },
      })
    : null;
  if (!run) throw notFound(`Run ${runId}`);
  authorize(ctx, "write", { type: "runs", id: runId }, { type: "tasks", id: run.taskSlug });
  const now = ctx.clock();
  const until = parseDelay(delay, now);
  if (!until || until <= now) {
    throw new DomainError(
      "VALIDATION",
      `delay must be a duration such as 1h30m or an ISO 8601 date in the future, not ${JSON.stringify(delay)}.`,
    );
  }
  if (!(await moveDelay(ctx, run.id, until)) && !(await moveRetry(ctx, run.id, until))) {
    throw new DomainError(
      "VALIDATION",
      "Only a run that is delayed, or waits for its next attempt, can be rescheduled, and this one is not any more.",
    );
  }
  ctx.signals.runChanged(ctx.environment.id, run.id);
  return getRun(ctx, runId);
}

/**
 * Its place in the queue and its time to live move along. The status stays, so this is no transition;
 * the guard lets a run that is being released at this moment go.
 */
async function moveDelay(ctx: EnvironmentContext, id: string, until: Date): Promise<boolean> {
  const { rowCount } = await ctx.db.pool.query({
    name: "move-delay",
    text: `
      UPDATE run SET
        delay_until = $2,
        queue_order = $2::timestamptz - make_interval(secs => priority_ms / 1000.0),
        queued_at = $2,
        expires_at = expires_at + ($2::timestamptz - delay_until),
        updated_at = $3
      WHERE id = $1 AND status = 'DELAYED'`,
    values: [id, until, ctx.clock()],
  });
  return rowCount === 1;
}

/** A run that waits for its next attempt is in the queue, at a place that is not due yet; the guard lets go of one that is. */
async function moveRetry(ctx: EnvironmentContext, id: string, until: Date): Promise<boolean> {
  const { rowCount } = await ctx.db.pool.query({
    name: "move-retry",
    text: `
      UPDATE run SET queue_order = $2, updated_at = $3
      WHERE id = $1 AND status = 'QUEUED' AND attempt_number > 0 AND queue_order > $3`,
    values: [id, until, ctx.clock()],
  });
  return rowCount === 1;
}
