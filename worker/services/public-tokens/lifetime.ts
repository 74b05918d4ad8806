import { DomainError } from "#worker/domain/errors.ts";

const MAX_SECONDS = 30 * 86_400;
const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const SPAN =
  /^(\d+(?:\.\d+)?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/i;

/** Seconds that a token is to work, from a span such as `1hr` or a moment in epoch seconds. Throws VALIDATION. */
export function tokenLifetime(expirationTime: string | number, now: Date): number {
  const seconds =
    typeof expirationTime === "number"
      ? expirationTime - now.getTime() / 1000
      : spanSeconds(expirationTime);
  if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
    throw new DomainError(
      "VALIDATION",
      `expirationTime must be a span such as 15m, or epoch seconds, at most 30 days ahead: ${expirationTime}`,
    );
  }
  return Math.ceil(seconds);
}

function spanSeconds(span: string): number {
  const [, count, unit] = SPAN.exec(span.trim()) ?? [];
  return Number(count) * (UNIT_SECONDS[unit?.charAt(0).toLowerCase() ?? ""] ?? Number.NaN);
}
