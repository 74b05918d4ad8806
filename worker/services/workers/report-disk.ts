import type { ServiceContext } from "../context.ts";

/** What is free where this worker keeps its bundles, for the status page. */
export async function reportDisk(
  ctx: ServiceContext,
  { workerId, freeMb, totalMb }: { workerId: string; freeMb: number; totalMb: number },
): Promise<void> {
  await ctx.db.prisma.worker.updateMany({
    where: { id: workerId },
    data: { diskFreeMb: Math.round(freeMb), diskTotalMb: Math.round(totalMb) },
  });
}
