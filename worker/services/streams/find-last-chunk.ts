import type { EnvironmentContext } from "../context.ts";
import { findWritableRun, type StreamAddress } from "./target.ts";

/** The place of the last chunk that came of this writer, -1 where none did. Throws NOT_FOUND and FORBIDDEN. */
export async function findLastChunk(
  ctx: EnvironmentContext,
  address: StreamAddress,
  writerId: string,
): Promise<number> {
  const runId = await findWritableRun(ctx, address);
  const stream = await ctx.db.prisma.runStream.findUnique({
    where: { runId_key: { runId, key: address.key } },
    select: { writers: true },
  });
  const count: unknown = Reflect.get(Object(stream?.writers), writerId);
  return typeof count === "number" ? count - 1 : -1;
}
