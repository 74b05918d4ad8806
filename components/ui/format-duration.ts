const NBSP = "\u00a0";
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `843 ms`, `12.4 s`, `3m 05s`, `2h 14m`, `3d 04h`: two units at most, never a rounding up to 60. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return "–";
  if (ms < SECOND_MS) return ms > 0 && ms < 1 ? `<1${NBSP}ms` : `${Math.floor(ms)}${NBSP}ms`;
  if (ms < MINUTE_MS) return `${(Math.floor(ms / 100) / 10).toFixed(1)}${NBSP}s`;
  if (ms < HOUR_MS) return pair(ms, MINUTE_MS, "m", SECOND_MS, "s");
  if (ms < DAY_MS) return pair(ms, HOUR_MS, "h", MINUTE_MS, "m");
  return pair(ms, DAY_MS, "d", HOUR_MS, "h");
}

function pair(
  ms: number,
  major: number,
  majorUnit: string,
  minor: number,
  minorUnit: string,
): string {
  const whole = Math.floor(ms / major);
  const rest = Math.floor((ms % major) / minor);
  return `${whole}${majorUnit}${NBSP}${String(rest).padStart(2, "0")}${minorUnit}`;
}

/** An axis label: only as exact as the step between two ticks asks for. */
export function formatTick(ms: number): string {
  if (ms === 0) return "0";
  if (ms < SECOND_MS) return `${ms}${NBSP}ms`;
  if (ms < MINUTE_MS) return `${Number((ms / SECOND_MS).toFixed(1))}${NBSP}s`;
  if (ms < HOUR_MS && ms % MINUTE_MS === 0) return `${ms / MINUTE_MS}m`;
  if (ms < DAY_MS && ms % HOUR_MS === 0) return `${ms / HOUR_MS}h`;
  return formatDuration(ms);
}
