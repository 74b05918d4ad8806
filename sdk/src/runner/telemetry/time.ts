import type { HrTime, TimeInput } from "@opentelemetry/api";

/** Epoch milliseconds of what OpenTelemetry takes for a time. */
export function toEpochMs(time: TimeInput): number {
  if (typeof time === "number") {
    // A smaller one comes from `performance.now()`.
    return time < performance.timeOrigin ? performance.timeOrigin + time : time;
  }
  return time instanceof Date ? time.getTime() : time[0] * 1_000 + time[1] / 1e6;
}

/** Seconds and nanoseconds. */
export function toHrTime(ms: number): HrTime {
  const seconds = Math.trunc(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}
