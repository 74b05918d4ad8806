import { DomainError, notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

export interface StreamAddress {
  /** The run whose code writes. */
  runId: string;
  /** Whose stream it is: its own, or that of the run above it, or of the first of all. */
  target: "self" | "parent" | "root";
  key: string;
}

/** Throws NOT_FOUND, FORBIDDEN, and VALIDATION for a run that is over: nothing could reach it any more. */
export async function findInputRun(ctx: EnvironmentContext, runId: string): Promise<string> {
  authorize(ctx, "write", { type: "inputStreams", id: runId }, { type: "runs", id: runId });
  const id = parseFriendlyId("run", runId);
  const where = { id: id ?? "", environmentId: ctx.environment.id };
  const run = id && (await ctx.db.prisma.run.findFirst({ where, select: { finishedAt: true } }));
  if (!run) throw notFound(`Run ${runId}`);
  if (run.finishedAt) {
    throw new DomainError("VALIDATION", "The run is finished: nothing can be sent into it.");
  }
  return where.id;
}

/** A run that nobody triggered is its own parent and root. */
const TARGET = `
  SELECT target.id, target.finished_at IS NOT NULL AS "isFinished", EXISTS (
    SELECT FROM attempt WHERE attempt.run_id = target.id AND attempt.status = 'EXECUTING'
  ) AS "isExecuting"
  FROM run AS own JOIN run AS target ON target.environment_id = own.environment_id
    AND target.id = CASE $3 WHEN 'parent' THEN coalesce(own.parent_run_id, own.id)
      WHEN 'root' THEN coalesce(own.root_run_id, own.id) ELSE own.id END
  WHERE own.id = $1 AND own.environment_id = $2`;

/**
 * The id of the run that the stream belongs to. Throws NOT_FOUND, FORBIDDEN, and VALIDATION for one that is
 * over, unless its process is still busy with its cancellation.
 */
export async function findWritableRun(
  ctx: EnvironmentContext,
  { runId, target }: StreamAddress,
): Promise<string> {
  authorize(ctx, "write", { type: "runs", id: runId });
  const id = parseFriendlyId("run", runId);
  if (!id) throw notFound(`Run ${runId}`);
  const { rows } = await ctx.db.pool.query<{
    id: string;
    isFinished: boolean;
    isExecuting: boolean;
  }>({ name: "find-stream-target", text: TARGET, values: [id, ctx.environment.id, target] });
  const [run] = rows;
  if (!run) throw notFound(`Run ${runId}`);
  if (run.isFinished && !run.isExecuting) {
    throw new DomainError(
      "VALIDATION",
      "The run is finished: nothing can be added to its streams.",
    );
  }
  return run.id;
}
