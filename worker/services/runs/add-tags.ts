import { DomainError, notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { TAG_LIMIT } from "./schemas.ts";

/** Adds tags that the run does not have; returns all it has now. Throws UNPROCESSABLE above the limit. */
export async function addTags(
  ctx: EnvironmentContext,
  { runId, tags }: { runId: string; tags: string[] },
): Promise<string[]> {
  authorize(ctx, "write", { type: "runs", id: runId });
  const id = parseFriendlyId("run", runId);
  if (!id) throw notFound(`Run ${runId}`);
  return ctx.db.prisma.$transaction(async (tx) => {
    // Locked, since two callers that add at once would each write only their own.
    const rows = await tx.$queryRaw<{ tags: string[] }[]>`
      SELECT tags FROM run WHERE id = ${id}::uuid AND environment_id = ${ctx.environment.id}::uuid
      FOR NO KEY UPDATE`;
    const [run] = rows;
    if (!run) throw notFound(`Run ${runId}`);
    const all = [...new Set([...run.tags, ...tags])];
    if (all.length > TAG_LIMIT) {
      throw new DomainError(
        "UNPROCESSABLE",
        `A run may have ${TAG_LIMIT} tags; with these it would have ${all.length}.`,
      );
    }
    await tx.run.update({ where: { id }, data: { tags: all, updatedAt: ctx.clock() } });
    ctx.signals.runChanged(ctx.environment.id, id);
    return all;
  });
}
