import { setTimeout as sleep } from "node:timers/promises";

/** Long enough for a machine that has other things to do. */
const PATIENCE_MS = 45_000;
/** Between two looks: the longer it takes, the rarer, so that looking does not slow down what is waited for. */
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

/** Waits for a condition instead of for a time. Returns the first value that is neither null, undefined nor false. */
export async function until<T>(
  what: string,
  read: () => Promise<T> | T,
  timeoutMs = PATIENCE_MS,
): Promise<NonNullable<Exclude<T, false>>> {
  const since = Date.now();
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) {
      return value as NonNullable<Exclude<T, false>>;
    }
    const waitedMs = Date.now() - since;
    if (waitedMs > timeoutMs) throw new Error(`Waited ${timeoutMs} ms for ${what}.`);
    await sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS + waitedMs / 20));
  }
}
