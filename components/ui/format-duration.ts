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
export function formatTick(ms: number, stepMs = ms): string {
  if (ms === 0) return "0";
  if (ms < SECOND_MS) return `${ms}${NBSP}ms`;
  if (ms < MINUTE_MS) return `${secondsText(ms, stepMs)}${NBSP}s`;
  if (ms < HOUR_MS && ms % MINUTE_MS === 0) return `${ms / MINUTE_MS}m`;
  if (ms < DAY_MS && ms % HOUR_MS === 0) return `${ms / HOUR_MS}h`;
  const least = ms < HOUR_MS ? SECOND_MS : ms < DAY_MS ? MINUTE_MS : HOUR_MS;
  return stepMs < least ? formatWhole(ms, stepMs) : formatDuration(ms);
}

/** All units from the greatest down to the step's: `1h 02m 03.25s`. */
function formatWhole(ms: number, stepMs: number): string {
  const day = Math.floor(ms / DAY_MS);
  const hour = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minute = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  const parts = [
    day > 0 && `${day}d`,
    ms >= HOUR_MS && `${hour}h`,
    `${ms >= HOUR_MS ? String(minute).padStart(2, "0") : minute}m`,
    stepMs < MINUTE_MS && `${secondsText(ms % MINUTE_MS, stepMs)}s`,
  ];
  return parts.filter((part) => part !== false).join(NBSP);
}

function secondsText(ms: number, stepMs: number): string {
  const decimals = stepMs < 10 ? 3 : stepMs < 100 ? 2 : 1;
  return String(Number((ms / SECOND_MS).toFixed(decimals)));
}
