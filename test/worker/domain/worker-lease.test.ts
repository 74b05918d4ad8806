import { expect, it } from "vitest";
import { FENCE_MS, LEASE_MS } from "#worker/domain/worker-lease.ts";

it("leaves seconds between the end of what a silent worker executes and its start elsewhere", () => {
  expect(LEASE_MS - FENCE_MS).toBeGreaterThanOrEqual(2_000);
  // A first attempt elsewhere within 15 seconds, with the sweep and the start.
  expect(LEASE_MS).toBeLessThanOrEqual(13_000);
});
