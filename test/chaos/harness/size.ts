/** The only place of the bad days that reads the environment; `main.ts` sets it. */
export const isFull = process.env.PAWL_CHAOS === "full";
export const reportPath = process.env.PAWL_CHAOS_REPORT;

/** The size of a bad day: a short form in `npm test`, the whole one in `npm run chaos`. */
export function size<T>(short: T, full: T): T {
  return isFull ? full : short;
}

/** What a test of the full size gets; the short one keeps to seconds. */
export const TEST_MS = size(120_000, 5 * 60_000);

/** What runs get to end, so that the test can still say which have not. */
export const END_MS = TEST_MS - 15_000;
