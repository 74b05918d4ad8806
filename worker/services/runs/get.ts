import type { RunObject } from "#sdk/wire/api.ts";
import { notFound } from "#worker/domain/errors.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { type ListedRun, presentRun } from "./present.ts";

const CHILDREN_SHOWN = 50;
const withVersion = { omit: { payload: true, output: true } } as const;

/** Throws NOT_FOUND, also for a run of another environment. */
export async function getRun(ctx: EnvironmentContext, runId: string): Promise<RunObject> {
  const id = parseFriendlyId("run", runId);
  const { run: table } = ctx.db.prisma;
  const environmentId = ctx.environment.id;
  const run = id ? await table.findFirst({ where: { id, environmentId } }) : null;
  if (!run) throw notFound(`Run ${runId}`);
  authorize(ctx, "read", ...readTargets(runId, run));
  const relativeIds = [run.parentRunId, run.rootRunId].filter((value) => value !== null);
  const [relatives, children] = await Promise.all([
    relativeIds.length > 0
      ? table.findMany({ where: { id: { in: relativeIds }, environmentId }, ...withVersion })
      : [],
    table.findMany({
      where: { parentRunId: run.id, environmentId },
      orderBy: { id: "asc" },
      take: CHILDREN_SHOWN,
      ...withVersion,
    }),
  ]);
  const versions = await readVersions(ctx, [run, ...relatives, ...children]);
  const versioned = <T extends { deploymentId: string | null }>(row: T) => ({
    ...row,
    version: versions.get(row.deploymentId ?? ""),
  });
  const find = (wanted: string | null): ListedRun | undefined => {
    const row = relatives.find((candidate) => candidate.id === wanted);
    return row && versioned(row);
  };
  return presentRun(versioned(run), {
    root: find(run.rootRunId),
    parent: find(run.parentRunId),
    children: children.map(versioned),
  });
}

/** A run may be read as itself, through its task, its batch or one of its tags. */
export function readTargets(
  runId: string,
  run: { taskSlug: string; tags: string[]; batchId: string | null },
) {
  return [
    { type: "runs", id: runId } as const,
    { type: "tasks", id: run.taskSlug } as const,
    ...(run.batchId ? [{ type: "batch", id: friendlyId("batch", run.batchId) } as const] : []),
    ...run.tags.map((tag) => ({ type: "tags", id: tag }) as const),
  ];
}

/** Version by deployment id, for the deployments that these runs are locked to. */
export async function readVersions(
  ctx: EnvironmentContext,
  runs: { deploymentId: string | null }[],
): Promise<Map<string, string>> {
  const ids = [...new Set(runs.map((run) => run.deploymentId).filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await ctx.db.prisma.deployment.findMany({
    where: { id: { in: ids } },
    select: { id: true, version: true },
  });
  return new Map(rows.map((row) => [row.id, row.version]));
}
