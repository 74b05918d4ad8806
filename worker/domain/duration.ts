const UNIT_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  hr: 3_600_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};

/** A hundred years: what is longer is a mistake, and leads out of what dates can hold. */
const LONGEST_MS = 36_500 * 86_400_000;

const PART = /(\d+)(w|d|hr|h|m|s)/gy;

/** Milliseconds of a duration such as `10m` or `1h30m`; undefined when the text is not one. */
export function parseDuration(text: string): number | undefined {
  if (text.length === 0 || text.length > 100) return undefined;
  PART.lastIndex = 0;
  let total = 0;
  let end = 0;
  for (let match = PART.exec(text); match; match = PART.exec(text)) {
    total += Number(match[1]) * (UNIT_MS[match[2] ?? ""] ?? 0);
    end = PART.lastIndex;
  }
  return end === text.length && total <= LONGEST_MS ? total : undefined;
}

/** The instant that a delay means: a duration from `now`, or a date. Undefined when it is neither. */
export function parseDelay(text: string, now: Date): Date | undefined {
  const duration = parseDuration(text);
  if (duration !== undefined) return new Date(now.getTime() + duration);
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
