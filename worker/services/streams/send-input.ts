import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { withoutNul } from "../json.ts";
import { completeInputWaits } from "./complete-input-waits.ts";
import { inputKey } from "./schemas.ts";
import { findInputRun } from "./target.ts";

export interface InputMessage {
  /** The run that it goes into. */
  runId: string;
  key: string;
  data: unknown;
  /** The same request, sent again because its answer was lost, adds nothing. */
  requestKey?: string | undefined;
}

const MAX_MESSAGES = 10_000;

/**
 * Sends a message into a run, whether it executes, waits or has not begun: it is kept for when the run asks.
 * Throws NOT_FOUND, FORBIDDEN, VALIDATION for a run that is over, and TOO_LARGE when it has had too many.
 */
export async function sendInput(
  ctx: EnvironmentContext,
  { runId, key, data, requestKey }: InputMessage,
): Promise<void> {
  const id = await findInputRun(ctx, runId);
  const stored = inputKey(key);
  const at = ctx.clock();
  await ctx.db.prisma.$transaction(async (tx) => {
    const stream = { runId: id, key: stored };
    await tx.runStream.createMany({ data: { ...stream, createdAt: at }, skipDuplicates: true });
    // Its lock orders the senders.
    const [held] = await tx.$queryRaw<{ length: number }[]>`
      SELECT length FROM run_stream WHERE run_id = ${id}::uuid AND key = ${stored} FOR UPDATE`;
    const index = held?.length ?? 0;
    const isKnown =
      requestKey && (await tx.runStreamPart.count({ where: { ...stream, requestKey } }));
    if (isKnown) return;
    if (index >= MAX_MESSAGES) {
      throw new DomainError("TOO_LARGE", `A run takes ${MAX_MESSAGES} messages of one stream.`);
    }
    const text = withoutNul(JSON.stringify(data) ?? "null");
    await tx.runStreamPart.create({
      data: { ...stream, index, data: text, createdAt: at, requestKey: requestKey ?? null },
    });
    const bytes = Buffer.byteLength(text);
    await tx.runStream.update({
      where: { runId_key: stream },
      data: { length: index + 1, bytes: { increment: bytes } },
    });
  });
  ctx.signals.streamGrew(id);
  await completeInputWaits(ctx, { runId: id, key: stored });
}
