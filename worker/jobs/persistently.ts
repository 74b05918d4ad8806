import { setTimeout as sleep } from "node:timers/promises";
import { DomainError } from "#worker/domain/errors.ts";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

/**
 * While the database is away, what happened here is not lost: the call is tried again until it is
 * back. The guards of the writes make a repetition harmless. A refusal of our own is an answer.
 */
export async function persistently<T>(call: () => Promise<T>): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof DomainError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`worker: the database did not answer, trying again in ${waitMs} ms: ${reason}`);
      await sleep(waitMs);
    }
  }
}
