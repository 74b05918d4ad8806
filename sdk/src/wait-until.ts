import { currentAttempt } from "./current-attempt.ts";

/**
 * Keeps an attempt from ending before the promise settles, for 60 s at most: for work that goes on beside
 * `run`. What it rejects with is put on the timeline and changes nothing else. Outside a run it does nothing.
 *
 * Source: sdk-facts §1.12.
 */
export function waitUntil(promise: Promise<unknown>): void {
  currentAttempt()?.waitUntil?.(promise);
}
