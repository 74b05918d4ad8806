import type { RunObject } from "#sdk/wire/api.ts";
import type { EnvironmentContext } from "../context.ts";
import { findReadableRun } from "./find-readable.ts";
import { type ListedRun, presentRun } from "./present.ts";

const CHILDREN_SHOWN = 50;
const withVersion = { omit: { payload: true, output: true } } as const;

/** Throws NOT_FOUND, also for a run of another environment. */
export async function getRun(ctx: EnvironmentContext, runId: string): Promise<RunObject> {
  const run = await findReadableRun(ctx, runId);
  const { run: table } = ctx.db.prisma;
  const environmentId = ctx.environment.id;
  const relativeIds = [run.parentRunId, run.rootRunId].filter((value) => value !== null);
  const [relatives, schedule, children] = await Promise.all([
    relativeIds.length > 0
      ? table.findMany({ where: { id: { in: relativeIds }, environmentId }, ...withVersion })
      : [],
    run.scheduleId
      ? ctx.db.prisma.schedule.findFirst({ where: { id: run.scheduleId, environmentId } })
      : null,
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
    schedule: schedule ?? undefined,
  });
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
