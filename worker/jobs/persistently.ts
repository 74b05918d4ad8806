import { setTimeout as sleep } from "node:timers/promises";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * While the database is away, what happened here is not lost: the write is tried again until it is
 * back. The guards of the writes make a repetition harmless.
 */
export async function persistently<T>(write: () => Promise<T>): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2)) {
    try {
      return await write();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`worker: a write failed, trying again in ${waitMs} ms: ${reason}`);
      await sleep(waitMs);
    }
  }
}
