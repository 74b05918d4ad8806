import { setTimeout as sleep } from "node:timers/promises";

/** Waits for a condition instead of for a time. Returns the first value that is neither null, undefined nor false. */
export async function until<T>(
  what: string,
  read: () => Promise<T> | T,
  timeoutMs = 15_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) {
      return value as NonNullable<Exclude<T, false>>;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for ${what}.`);
    await sleep(10);
  }
}
