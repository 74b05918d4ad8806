import { describe, expect, test } from "vitest";
import { ApiConnectionError, ApiError } from "#sdk/client/errors.ts";
import { apiRetry, apiRetryDelayMs } from "#sdk/client/retry-policy.ts";

const NOW = 1_000_000;
const clock = { now: NOW, random: 0.5 };

function failed(status: number, headers: Record<string, string> = {}): ApiError {
  return new ApiError("failed", { status, headers: new Headers(headers) });
}

describe("the delay before an API call is made again", () => {
  test("is 1 000, 1 600, 2 560, 4 096 ms, and then there is none", () => {
    const delays = [1, 2, 3, 4, 5].map((n) => apiRetryDelayMs(failed(500), apiRetry([]), n, clock));
    expect(delays).toEqual([1_000, 1_600, 2_560, 4_096, undefined]);
  });

  test("is the same when no answer came", () => {
    expect(apiRetryDelayMs(new ApiConnectionError("gone"), apiRetry([]), 1, clock)).toBe(1_000);
  });

  test("of a 429 lasts until the reset, and up to a second longer", () => {
    const limited = failed(429, { "x-ratelimit-reset": String(NOW + 30_000) });
    expect(apiRetryDelayMs(limited, apiRetry([]), 1, clock)).toBe(30_500);
    const past = failed(429, { "x-ratelimit-reset": String(NOW - 1) });
    expect(apiRetryDelayMs(past, apiRetry([]), 1, clock)).toBe(1_000);
    expect(apiRetryDelayMs(failed(429), apiRetry([]), 1, clock)).toBe(1_000);
    expect(apiRetryDelayMs(limited, apiRetry([{ maxAttempts: 1 }]), 1, clock)).toBeUndefined();
  });

  test("does not exist for what will not change", () => {
    for (const status of [400, 401, 403, 404, 413, 422]) {
      expect(apiRetryDelayMs(failed(status), apiRetry([]), 1, clock)).toBeUndefined();
    }
  });

  test("takes each field from the first layer that sets it", () => {
    const retry = apiRetry([{ factor: 10 }, undefined, { factor: 3, minTimeoutInMs: 7 }]);
    expect(retry).toMatchObject({ factor: 10, minTimeoutInMs: 7, maxAttempts: 5 });
  });
});
