const drift = { wall: Date.now(), monotonic: performance.now() };

/** Epoch milliseconds with fractions, never going backwards within an attempt. */
export function nowMs(): number {
  return drift.wall + (performance.now() - drift.monotonic);
}

/** Called between attempts: a process may live for days, in which the two clocks part. */
export function alignClock(): void {
  drift.wall = Date.now();
  drift.monotonic = performance.now();
}
