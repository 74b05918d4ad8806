/**
 * Times are counted in buckets that grow by the square root of two: bucket b holds what lies from
 * 2^(b/2) − 1 up to 2^((b+1)/2) − 1 milliseconds. 64 of them reach 49 days, and no time is off by more
 * than a fifth. `worker/services/stats/sql.ts` sorts times into the same ones.
 */
export interface Bucket {
  bucket: number;
  count: number;
}

export const BUCKETS_PER_DOUBLING = 2;
export const LAST_BUCKET = 63;

export function bucketOfMs(ms: number): number {
  return Math.min(LAST_BUCKET, Math.floor(BUCKETS_PER_DOUBLING * Math.log2(Math.max(0, ms) + 1)));
}

/** The time that `share` of all were not above, straight between the edges of its bucket; undefined for none. */
export function percentileMs(buckets: readonly Bucket[], share: number): number | undefined {
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  let passed = 0;
  const wanted = total * share;
  const sorted = [...buckets].sort((a, b) => a.bucket - b.bucket);
  for (const { bucket, count } of sorted) {
    if (passed + count >= wanted) {
      const [from, to] = [lowerMs(bucket), lowerMs(bucket + 1)];
      return from + (to - from) * ((wanted - passed) / count);
    }
    passed += count;
  }
  return lowerMs((sorted.at(-1)?.bucket ?? 0) + 1);
}

function lowerMs(bucket: number): number {
  return 2 ** (bucket / BUCKETS_PER_DOUBLING) - 1;
}
