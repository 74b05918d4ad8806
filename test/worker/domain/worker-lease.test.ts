import { expect, it } from "vitest";
import { FENCE_MS, LEASE_MS, type Watch, watchHeartbeats } from "#worker/domain/worker-lease.ts";

it("leaves seconds between the end of what a silent worker executes and its start elsewhere", () => {
  expect(LEASE_MS - FENCE_MS).toBeGreaterThanOrEqual(2_000);
  // A first attempt elsewhere within 15 seconds, with the sweep and the start.
  expect(LEASE_MS).toBeLessThanOrEqual(12_000);
});

/** Looks at these moments, and says after which the worker was taken for silent. */
function silentAfter(looks: [atMs: number, heartbeat: string][], tookMs = 5): number[] {
  let watch: Watch | undefined;
  return looks.flatMap(([answeredAtMs, at]) => {
    const look = { askedAtMs: answeredAtMs - tookMs, answeredAtMs };
    const looked = watchHeartbeats(watch, [{ workerId: "w", at }], look);
    watch = looked.watch;
    return looked.silent.length > 0 ? [answeredAtMs] : [];
  });
}

/** One look every second. */
function everySecond(seconds: number, heartbeatAt: (second: number) => string) {
  return Array.from({ length: seconds + 1 }, (_, second): [number, string] => [
    second * 1_000,
    heartbeatAt(second),
  ]);
}

it("takes a worker for silent whose heartbeat was the same for a lease, from when that was first seen", () => {
  expect(silentAfter(everySecond(13, () => "old")).at(0)).toBe(12_000);
  expect(silentAfter(everySecond(14, (second) => (second < 2 ? "a" : "b")))[0]).toBe(14_000);
  expect(silentAfter(everySecond(60, String))).toEqual([]);
});

it("does not count a time in which it could not look itself", () => {
  const looks = everySecond(20, () => "old").filter(([at]) => at <= 5_000 || at >= 10_000);
  expect(silentAfter(looks)).toEqual([]);
});
