import type { RunListItem } from "#sdk/wire/api.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { readVersions } from "../runs/get.ts";
import { presentListItem } from "../runs/present.ts";
import { findReadable } from "./get.ts";

const AT_MOST = 50;

/** Runs that wait for this token, or have waited for it, newest first; at most 50. Throws NOT_FOUND. */
export async function listRunsOfWaitpoint(
  ctx: EnvironmentContext,
  tokenId: string,
): Promise<{ data: RunListItem[] }> {
  authorize(ctx, "read", { type: "runs" });
  const { id } = await findReadable(ctx, tokenId);
  const runs = await ctx.db.prisma.run.findMany({
    where: {
      environmentId: ctx.environment.id,
      waits: { some: { waitsFor: id, kind: "TOKEN" } },
    },
    orderBy: { id: "desc" },
    take: AT_MOST,
    omit: { payload: true, output: true },
  });
  const versions = await readVersions(ctx, runs);
  return {
    data: runs.map((run) =>
      presentListItem({ ...run, version: versions.get(run.deploymentId ?? "") }, ctx.environment),
    ),
  };
}
