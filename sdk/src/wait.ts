import type { CurrentAttempt } from "./current-attempt.ts";
import { fromPacket } from "./packet.ts";
import { attemptThatWaits } from "./trigger-and-wait.ts";
import type { TokenReference } from "./wait-token.ts";
import { completeToken, createToken, idOf, listTokens, retrieveToken } from "./wait-token.ts";
import type { WaitpointResult } from "./waitpoint-result.ts";
import { ManualWaitpointPromise, WaitpointTimeoutError } from "./waitpoint-result.ts";
import type { WaitResult } from "./wire/wait.ts";
import { SHORT_WAIT_MS } from "./wire/wait.ts";

/** One unit at a time; a month has 30 days, a year 365. */
export type WaitPeriod =
  | { seconds: number }
  | { minutes: number }
  | { hours: number }
  | { days: number }
  | { weeks: number }
  | { months: number }
  | { years: number };

/** Waits that have one are the same wait when the run's code comes to them again, after an error too. */
export interface WaitKey {
  /** Counts within the run. */
  idempotencyKey?: string | undefined;
  /** How long the key holds: digits and one of `s m h d`. Default: as long as the run. */
  idempotencyKeyTTL?: string | undefined;
}

const TTL = /^(\d+)([smhd])$/;
const TTL_UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const UNIT_MS: [unit: string, ms: number][] = [
  ["seconds", 1_000],
  ["minutes", 60_000],
  ["hours", 3_600_000],
  ["days", 86_400_000],
  ["weeks", 7 * 86_400_000],
  ["months", 30 * 86_400_000],
  ["years", 365 * 86_400_000],
];

/**
 * Pauses the run: `await wait.for({ days: 3 })`. Beyond 5 seconds it holds no slot meanwhile, does not
 * count against `maxDuration`, and survives restarts. Nothing or less than nothing returns at once.
 *
 * Source: lifecycle §6, sdk-facts §4.5.
 *
 * @throws Error outside of a run, and for options without a unit.
 */
async function waitFor(options: WaitPeriod & WaitKey): Promise<void> {
  const attempt = attemptThatWaits("wait.for");
  const found = UNIT_MS.find(([unit]) => Reflect.get(options, unit) !== undefined);
  const amount: unknown = found && Reflect.get(options, found[0]);
  if (!found || typeof amount !== "number" || Number.isNaN(amount)) {
    const units = UNIT_MS.map(([unit]) => unit).join(", ");
    throw new Error(`wait.for takes a number of one unit, such as { seconds: 30 }: ${units}.`);
  }
  await pause(attempt, "wait.for", amount * found[1], options);
}

/**
 * Pauses the run until a moment. One that has passed returns at once.
 *
 * Source: lifecycle §6, sdk-facts §4.5.
 *
 * @throws Error outside of a run, for something that is no date, and for a past one when `throwIfInThePast`.
 */
async function until(
  options: { date: Date; throwIfInThePast?: boolean | undefined } & WaitKey,
): Promise<void> {
  const attempt = attemptThatWaits("wait.until");
  const { date, throwIfInThePast = false } = options;
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
    throw new Error("wait.until takes { date } with a valid Date.");
  }
  const ms = date.getTime() - Date.now();
  // Code that runs again may have waited for it before: then it is no mistake that it has passed.
  if (ms < 0 && throwIfInThePast && !attempt.hasJournal) throw new Error("Date is in the past");
  await pause(attempt, "wait.until", ms, options);
}

async function pause(
  attempt: CurrentAttempt,
  what: string,
  ms: number,
  { idempotencyKey: key, idempotencyKeyTTL }: WaitKey,
): Promise<void> {
  const until = new Date(Date.now() + ms);
  // Taken by short ones as well: a wait that has become short counts as before when the code runs again.
  const step = attempt.beginWait(what);
  if (ms <= SHORT_WAIT_MS) return sleep(ms, attempt.signal);
  const keyTtlMs = ttlMs(idempotencyKeyTTL);
  await attempt.waitSpan(what, () =>
    step.wait({ kind: "DURATION", until, key, keyTtlMs }, { type: "duration", date: until }),
  );
}

/** What is no such duration does not limit it. */
function ttlMs(ttl: string | undefined): number | undefined {
  const [, count, unit = ""] = TTL.exec(ttl ?? "") ?? [];
  return count === undefined ? undefined : Number(count) * (TTL_UNIT_MS[unit] ?? 0);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    if (ms <= 0) {
      resolve();
      return;
    }
    const cancel = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", cancel);
      resolve();
    }, ms);
    signal.addEventListener("abort", cancel, { once: true });
  });
}

/**
 * Pauses the run until the token is completed, by `wait.completeToken`, by its callback address, or by hand in
 * the dashboard. It holds no slot meanwhile, does not count against `maxDuration`, and survives restarts.
 * Several runs may wait for one token; one that is complete already returns its data.
 *
 * Gives `{ ok: true, output }`, or `{ ok: false, error }` when its timeout came first; `.unwrap()` gives the
 * output or throws that error.
 *
 * Source: lifecycle §6, sdk-facts §4.6.
 *
 * @throws Error outside of a run; NotFoundError when there is no such token in the run's environment.
 */
function forToken<T = unknown>(token: TokenReference): ManualWaitpointPromise<T> {
  return new ManualWaitpointPromise<T>((resolve, reject) => {
    const attempt = attemptThatWaits("wait.forToken");
    const tokenId = idOf(token);
    const what = `wait.forToken ${tokenId}`;
    const step = attempt.beginWait(what);
    const wait = async (): Promise<WaitpointResult<T>> => {
      const waitedFor = { type: "token", token: tokenId } as const;
      return toTokenResult<T>(await step.wait({ kind: "TOKEN", tokenId }, waitedFor));
    };
    attempt.waitSpan(what, wait).then(resolve, reject);
  });
}

export function toTokenResult<T>(result: WaitResult): WaitpointResult<T> {
  if (result.kind !== "TOKEN") throw new Error("A token's wait ended as another one's.");
  if (!result.ok) return { ok: false, error: new WaitpointTimeoutError(result.message) };
  // What whoever completed it has sent.
  const output = fromPacket({ data: result.output, dataType: result.outputType }) as T;
  return { ok: true, output };
}

/** Pauses of a run, and the tokens that it can wait for. */
export const wait = {
  for: waitFor,
  until,
  forToken,
  createToken,
  completeToken,
  retrieveToken,
  listTokens,
};
