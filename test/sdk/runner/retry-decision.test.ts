import { describe, expect, test } from "vitest";
import { NotFoundError, RateLimitError } from "#sdk/client/errors.ts";
import { AbortTaskRunError } from "#sdk/errors.ts";
import { retryAfter } from "#sdk/runner/retry-decision.ts";
import type { AttemptInput } from "#sdk/wire/protocol.ts";

const NOW = 1_000_000;
const clock = { now: NOW, random: 0.5 };

function attempt(number: number, retriesEnabled = true) {
  const retry = {
    maxAttempts: 3,
    factor: 2,
    minTimeoutInMs: 1_000,
    maxTimeoutInMs: 60_000,
    randomize: true,
  };
  const ctx: Pick<AttemptInput["ctx"], "attempt"> = {
    attempt: { number, startedAt: new Date(0) },
  };
  return { retry, retriesEnabled, ctx };
}

const limited = (reset: number) =>
  new RateLimitError("slow", {
    status: 429,
    headers: new Headers({ "x-ratelimit-reset": String(reset) }),
  });

describe("retryAfter", () => {
  test.each<[string, unknown, ReturnType<typeof attempt>, number | undefined]>([
    ["an error, attempt 1", new Error("x"), attempt(1), 1_500],
    ["an error, attempt 2", new Error("x"), attempt(2), 3_000],
    ["an error, the last attempt", new Error("x"), attempt(3), undefined],
    ["a thrown text", "x", attempt(1), 1_500],
    ["retries off", new Error("x"), attempt(1, false), undefined],
    ["abort", new AbortTaskRunError("x"), attempt(1), undefined],
    ["our 404", new NotFoundError("x", { status: 404 }), attempt(1), undefined],
    ["somebody else's 404", Object.assign(new Error("x"), { status: 404 }), attempt(1), 1_500],
    ["a rate limit", limited(NOW + 10_000), attempt(1), 10_500],
    ["a rate limit that is over", limited(NOW - 1), attempt(1), 1_500],
    ["a rate limit, the last attempt", limited(NOW + 10_000), attempt(3), undefined],
  ])("%s", (_, thrown, input, expected) => {
    expect(retryAfter(thrown, input, clock)).toBe(expected);
  });
});
