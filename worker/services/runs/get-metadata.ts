import type { Metadata } from "#sdk/wire/metadata.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { asRecord } from "../json.ts";
import { readTargets } from "./find-readable.ts";

/** Empty where a run has none. Throws NOT_FOUND, also for a run of another environment. */
export async function getMetadata(ctx: EnvironmentContext, runId: string): Promise<Metadata> {
  const id = parseFriendlyId("run", runId);
  const run = id
    ? await ctx.db.prisma.run.findFirst({
        where: { id, environmentId: ctx.environment.id },
        select: { metadata: true, taskSlug: true, tags: true, batchId: true },
      })
    : null;
  if (!run) throw notFound(`Run ${runId}`);
  authorize(ctx, "read", ...readTargets(runId, run));
  return asRecord(run.metadata) ?? {};
}
