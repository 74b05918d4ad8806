import { friendlyId } from "#worker/domain/ids.ts";
import { runTrace } from "#worker/domain/run-trace.ts";
import type { RunRelationsView } from "#worker/domain/runs/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { asRecord } from "../json.ts";
import { findReadableRun } from "./find-readable.ts";

const REPLAYS_SHOWN = 20;
const related = { id: true, status: true, taskSlug: true, createdAt: true } as const;

/** What a run has to do with other runs, beyond those above and below it. Throws NOT_FOUND. */
export async function getRunRelations(
  ctx: EnvironmentContext,
  runId: string,
): Promise<RunRelationsView> {
  const run = await findReadableRun(ctx, runId);
  const environmentId = ctx.environment.id;
  const [replays, replayedFrom] = await Promise.all([
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
  ]);
  const columns = { ...run, traceCarried: carriedOf(run.traceCarried) };
  const { traceId, parentSpanId, link } = runTrace(columns);
  return {
    traceId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(link && { linkedTraceId: link.traceId }),
    replays: replays.map(present),
    ...(replayedFrom && { replayedFrom: present(replayedFrom) }),
  };
}

type Related = Awaited<ReturnType<typeof findReadableRun>>;

function present(run: Pick<Related, keyof typeof related>) {
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
