import type { EnvironmentContext } from "../context.ts";

export interface StreamPart {
  /** Its place in the stream, from 0. */
  index: number;
  /** JSON. */
  data: string;
  createdAt: Date;
}

const AT_ONCE = 500;

/**
 * The next parts of a stream from this place on, at most 500, and whether others may follow: none do when the run
 * is over and all are read. The caller has checked who reads (`findReadableRun`).
 */
export async function readStream(
  ctx: EnvironmentContext,
  { runId, key, from }: { runId: string; key: string; from: number },
): Promise<{ parts: StreamPart[]; isOver: boolean }> {
  const where = { id: runId, environmentId: ctx.environment.id };
  // First of all: what is added between the two is found by the second.
  const run = await ctx.db.prisma.run.findFirst({ where, select: { finishedAt: true } });
  const parts = await ctx.db.prisma.runStreamPart.findMany({
    where: { runId, key, index: { gte: from } },
    orderBy: { index: "asc" },
    take: AT_ONCE,
    select: { index: true, data: true, createdAt: true },
  });
  return { parts, isOver: parts.length < AT_ONCE && (!run || run.finishedAt !== null) };
}

/** The place of the part that comes next. */
export async function findStreamLength(
  ctx: EnvironmentContext,
  { runId, key }: { runId: string; key: string },
): Promise<number> {
  const where = { runId_key: { runId, key }, run: { environmentId: ctx.environment.id } };
  const stream = await ctx.db.prisma.runStream.findUnique({ where, select: { length: true } });
  return stream?.length ?? 0;
}
