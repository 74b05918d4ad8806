const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** `now`, `12s ago`, `2m ago`, `in 5m`, `3d ago`; from a week on the date itself. */
export function formatRelative(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1_000);
  const distance = Math.abs(seconds);
  if (distance < 2) return "now";
  if (distance >= WEEK) return formatDay(at);
  const text = shortSpan(distance);
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}

function shortSpan(seconds: number): string {
  if (seconds < MINUTE) return `${seconds}s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}m`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)}h`;
  return `${Math.floor(seconds / DAY)}d`;
}

/** `12 Mar, 14:03` */
export function formatDay(at: number): string {
  return dayFormat.format(at);
}

/** `12 Mar 2026, 14:03:12.480 GMT+2`: for details and on hover. */
export function formatExact(at: number): string {
  return exactFormat.format(at);
}

/** `14:03:12.480`: for lines of one run. */
export function formatClock(at: number): string {
  return clockFormat.format(at);
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

const exactFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  timeZoneName: "short",
});

const clockFormat = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
