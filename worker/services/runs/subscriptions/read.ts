import type { Prisma } from "#prisma/generated/client.ts";
import type { RunRow } from "#sdk/wire/run-row.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../../authorize.ts";
import type { EnvironmentContext } from "../../context.ts";
import { findReadableRun } from "../find-readable.ts";
import { toRunRow } from "./present.ts";

/** Which runs somebody follows. */
export type RunSelection =
  | { kind: "RUN"; id: string }
  | { kind: "BATCH"; id: string }
  /** That have all of these tags, and were made from then on. */
  | { kind: "TAGS"; tags: string[]; createdFrom: Date };

const AT_MOST = 1_000;

/** The run of this public id. Throws NOT_FOUND and FORBIDDEN. */
export async function selectRun(ctx: EnvironmentContext, runId: string): Promise<RunSelection> {
  const { id } = await findReadableRun(ctx, runId);
  return { kind: "RUN", id };
}

/** The runs of a batch. Throws NOT_FOUND and FORBIDDEN. */
export async function selectBatch(ctx: EnvironmentContext, batchId: string): Promise<RunSelection> {
  const id = parseFriendlyId("batch", batchId);
  const where = { id: id ?? "", environmentId: ctx.environment.id };
  if (!id || (await ctx.db.prisma.batch.count({ where })) === 0) throw notFound(`Batch ${batchId}`);
  authorize(ctx, "read", { type: "batch", id: batchId }, { type: "runs" });
  return { kind: "BATCH", id };
}

/** Runs with all of these tags, those of the last `withinMs` and those to come. Throws FORBIDDEN. */
export function selectTagged(
  ctx: EnvironmentContext,
  { tags, withinMs }: { tags: string[]; withinMs: number },
): RunSelection {
  // All tags must match, so whoever may read one of them may read these.
  authorize(
    ctx,
    "read",
    { type: "runs" },
    ...tags.map((tag) => ({ type: "tags", id: tag }) as const),
  );
  return { kind: "TAGS", tags, createdFrom: new Date(ctx.clock().getTime() - withinMs) };
}

/** The selected runs as they are now, at most 1 000, the newest first; of these ids only where they are given. */
export async function readRunRows(
  ctx: EnvironmentContext,
  selection: RunSelection,
  ids?: string[],
): Promise<RunRow[]> {
  const runs = await ctx.db.prisma.run.findMany({
    where: {
      AND: [
        { environmentId: ctx.environment.id },
        await toWhere(ctx, selection),
        ids ? { id: { in: ids } } : {},
      ],
    },
    include: { streams: { select: { key: true }, orderBy: { createdAt: "asc" } } },
    orderBy: { id: "desc" },
    take: AT_MOST,
  });
  return runs.map(toRunRow);
}

async function toWhere(
  ctx: EnvironmentContext,
  selection: RunSelection,
): Promise<Prisma.RunWhereInput> {
  switch (selection.kind) {
    case "RUN":
      return { id: selection.id };
    case "TAGS":
      return {
        createdAt: { gte: selection.createdFrom },
        ...(selection.tags.length > 0 && { tags: { hasEvery: selection.tags } }),
      };
    case "BATCH": {
      // Items whose idempotency key led to a run that existed.
      const others = await ctx.db.prisma.batchException.findMany({
        where: { batchId: selection.id, runId: { not: null } },
        select: { runId: true },
      });
      const ids = others.flatMap(({ runId }) => (runId ? [runId] : []));
      return { OR: [{ batchId: selection.id }, ...(ids.length > 0 ? [{ id: { in: ids } }] : [])] };
    }
  }
}
