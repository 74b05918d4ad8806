import { describe, expect, it } from "vitest";
import { bucketOfMs, LAST_BUCKET, percentileMs } from "#worker/domain/histogram.ts";

describe("bucketOfMs", () => {
  it.each([
    [0, 0],
    [-5, 0],
    [1, 2],
    [3, 4],
    [1_023, 20],
    [Number.MAX_SAFE_INTEGER, LAST_BUCKET],
  ])("puts %i ms into bucket %i", (ms, bucket) => {
    expect(bucketOfMs(ms)).toBe(bucket);
  });
});

describe("percentileMs", () => {
  it("knows nothing of nothing", () => {
    expect(percentileMs([], 0.95)).toBeUndefined();
  });

  it("is never off by more than a fifth", () => {
    for (const ms of [5, 80, 1_000, 60_000, 3_600_000]) {
      const near = percentileMs([{ bucket: bucketOfMs(ms), count: 1 }], 0.5) ?? 0;
      expect(Math.abs(near - ms) / ms).toBeLessThan(0.21);
    }
  });

  it("takes the bucket that the share falls into, whatever order they come in", () => {
    const buckets = [
      { bucket: bucketOfMs(10_000), count: 4 },
      { bucket: bucketOfMs(10), count: 96 },
    ];
    expect(percentileMs(buckets, 0.5)).toBeLessThan(20);
    expect(percentileMs(buckets, 0.99)).toBeGreaterThan(7_000);
    expect(percentileMs(buckets, 1)).toBeLessThan(13_000);
  });
});
