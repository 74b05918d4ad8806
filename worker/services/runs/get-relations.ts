import { friendlyId } from "#worker/domain/ids.ts";
import { runTrace } from "#worker/domain/run-trace.ts";
import type { RunRelationsView } from "#worker/domain/runs/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { asRecord } from "../json.ts";
import { findReadableRun } from "./find-readable.ts";

const REPLAYS_SHOWN = 20;
const SAME_KEY_SHOWN = 10;
const related = { id: true, status: true, taskSlug: true, createdAt: true } as const;

/** What a run has to do with other runs, beyond those above and below it. Throws NOT_FOUND. */
export async function getRunRelations(
  ctx: EnvironmentContext,
  runId: string,
): Promise<RunRelationsView> {
  const run = await findReadableRun(ctx, runId);
  const environmentId = ctx.environment.id;
  const [replays, replayedFrom, sameKey] = await Promise.all([
    ctx.db.prisma.run.findMany({
      where: { replayedFromRunId: run.id, environmentId },
      orderBy: { id: "desc" },
      take: REPLAYS_SHOWN,
      select: related,
    }),
    run.replayedFromRunId
      ? ctx.db.prisma.run.findFirst({
          where: { id: run.replayedFromRunId, environmentId },
          select: related,
        })
      : null,
    readSameKey(ctx, run),
  ]);
  const columns = { ...run, traceCarried: carriedOf(run.traceCarried) };
  const { traceId, parentSpanId, link } = runTrace(columns);
  return {
    traceId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(link && { linkedTraceId: link.traceId }),
    replays: replays.map(present),
    ...(replayedFrom && { replayedFrom: present(replayedFrom) }),
    sameKey: sameKey.map(present),
  };
}

/** Runs that were triggered with the same idempotency key, before it expired or after it was reset. */
async function readSameKey(ctx: EnvironmentContext, run: Related): Promise<RelatedRow[]> {
  const key = asRecord(run.idempotencyOptions)?.["key"];
  if (typeof key !== "string") return [];
  const { rows } = await ctx.db.pool.query<RelatedRow>({
    name: "runs-of-same-key",
    // In the order of `run_same_key`, whose hash finds the key and whose condition must be named.
    text: `
      SELECT id, status, task_slug AS "taskSlug", created_at AS "createdAt" FROM run
      WHERE environment_id = $1 AND task_slug = $2 AND idempotency_options IS NOT NULL
        AND hashtextextended(idempotency_options ->> 'key', 0) = hashtextextended($3, 0)
        AND idempotency_options ->> 'key' = $3 AND id <> $4
      ORDER BY id DESC LIMIT ${SAME_KEY_SHOWN}`,
    values: [ctx.environment.id, run.taskSlug, key, run.id],
  });
  return rows;
}

type RelatedRow = Pick<Related, keyof typeof related>;
type Related = Awaited<ReturnType<typeof findReadableRun>>;

function present(run: RelatedRow) {
  return {
    id: friendlyId("run", run.id),
    status: run.status,
    taskIdentifier: run.taskSlug,
    createdAt: run.createdAt.toISOString(),
  };
}

/** The column holds what `traceColumns` made. */
function carriedOf(value: unknown): { state?: string; baggage?: string } | null {
  return asRecord(value) ?? null;
}
