import type { z } from "zod";
import type { EnvironmentContext } from "../context.ts";
import { createWaitpoint } from "../waitpoints/create.ts";
import { completeInputWaits } from "./complete-input-waits.ts";
import { inputKey, type inputWaitInput } from "./schemas.ts";
import { findInputRun } from "./target.ts";

export interface InputWait {
  runId: string;
  input: z.infer<typeof inputWaitInput>;
  /** The place in the run's code: code that runs again waits for the same message. */
  requestKey?: string | undefined;
}

/**
 * Makes a token that the next message completes: the one behind `lastSeqNum`, or the first of all. One that is there
 * already completes it at once. Throws NOT_FOUND, FORBIDDEN, and VALIDATION for a run that is over.
 */
export async function waitForInput(
  ctx: EnvironmentContext,
  { runId, input: { streamId, lastSeqNum = -1, ...input }, requestKey }: InputWait,
): Promise<{ waitpointId: string; isCached: boolean }> {
  const id = await findInputRun(ctx, runId);
  const key = inputKey(streamId);
  const stream = { runId: id, key, index: lastSeqNum + 1 };
  const { friendlyId, isCached } = await createWaitpoint(ctx, { input, requestKey, stream });
  await completeInputWaits(ctx, stream);
  return { waitpointId: friendlyId, isCached };
}
