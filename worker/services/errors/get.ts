import { friendlyId } from "#worker/domain/ids.ts";
import type { ErrorDetailView } from "#worker/domain/insight/views.ts";
import { presentError } from "#worker/domain/run-error.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { readVersions } from "../runs/get.ts";
import { storedError } from "../runs/present.ts";
import { loadErrorGroup } from "./load.ts";
import { presentErrors } from "./present.ts";
import { readErrorVersions, readOccurrences } from "./sql.ts";

const WEEK_MS = 7 * 86_400_000;
const RUNS_SHOWN = 25;

/** One group with when and in which versions it was seen, and its newest runs. Throws NOT_FOUND. */
export async function getError(ctx: EnvironmentContext, errorId: string): Promise<ErrorDetailView> {
  authorize(ctx, "read", { type: "runs" });
  const group = await loadErrorGroup(ctx, errorId);
  const environmentId = ctx.environment.id;
  const since = new Date(ctx.clock().getTime() - WEEK_MS);
  const { taskSlug, fingerprint } = group;
  const [[view], occurrences, versions, runs] = await Promise.all([
    presentErrors(ctx, [group]),
    readOccurrences(ctx.db.pool, environmentId, { group, since }),
    readErrorVersions(ctx.db.pool, environmentId, group),
    ctx.db.prisma.run.findMany({
      where: { environmentId, taskSlug, errorFingerprint: fingerprint },
      orderBy: { id: "desc" },
      take: RUNS_SHOWN,
      omit: { payload: true, output: true },
    }),
  ]);
  if (!view) throw new Error("One group is presented as one.");
  const names = await readVersions(ctx, runs);
  const newest = runs.find(({ error }) => error !== null);
  return {
    ...view,
    ...(newest && { error: presentError(storedError(newest.error)) }),
    occurrences: occurrences.map(({ at, count }) => ({ at: at.toISOString(), count })),
    versions: versions.map(({ version, count, firstAt, lastAt }) => ({
      ...(version !== null && { version }),
      count,
      firstSeenAt: firstAt.toISOString(),
      lastSeenAt: lastAt.toISOString(),
    })),
    runs: runs.map(({ id, status, createdAt, durationMs, deploymentId }) => {
      const version = names.get(deploymentId ?? "");
      return {
        id: friendlyId("run", id),
        ...{ status, durationMs, createdAt: createdAt.toISOString() },
        ...(version !== undefined && { version }),
      };
    }),
  };
}
