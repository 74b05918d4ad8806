import { currentAttempt } from "./current-attempt.ts";

const YIELD_EVERY_MS = 30_000;

let last: Date | undefined;

/**
 * Gives the event loop a turn, at most once in 30 s: put it into a loop that computes for long, so that
 * cancellation, logs and timers get through. More calls cost nothing; outside a run it does nothing.
 */
async function yieldToEventLoop(): Promise<void> {
  if (!currentAttempt() || (last && Date.now() - last.getTime() < YIELD_EVERY_MS)) return;
  last = new Date();
  await new Promise((resolve) => setTimeout(resolve, 0));
}

/** When `yield` last gave way, for debugging. */
function getLastHeartbeat(): Date | undefined {
  return last;
}

/** Source: sdk-facts §1.12. */
export const heartbeats = { yield: yieldToEventLoop, getLastHeartbeat };
