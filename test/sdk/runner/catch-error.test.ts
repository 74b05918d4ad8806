import { beforeAll, describe, expect, test } from "vitest";
import type { RunHooked } from "../support/hooked-task.ts";
import { hookedTask, LAST } from "../support/hooked-task.ts";

let attempt: RunHooked;
beforeAll(async () => {
  attempt = await hookedTask();
});

describe("catchError", () => {
  const answer = (from: string, value: object) => ({
    throwIn: ["run"],
    answer: { [`${from}.catchError`]: value },
  });

  test("of the task answers first, and then no other is asked", async () => {
    const { order } = await attempt(answer("t", { retryDelayInMs: 5 }));
    expect(order).toContain("t.catchError");
    expect(order).not.toContain("g.catchError");
  });

  test.each<[string, object, object | undefined]>([
    ["skipRetrying", { skipRetrying: true, retryDelayInMs: 5 }, undefined],
    ["retryDelayInMs", { retryDelayInMs: 12_345.6 }, { delayMs: 12_346 }],
    ["retryDelayInMs below zero", { retryDelayInMs: -1 }, { delayMs: 0 }],
    ["retryAt in the past", { retryAt: new Date(0) }, { delayMs: 0 }],
    ["retry, over the task's options", { retry: { minTimeoutInMs: 700 } }, { delayMs: 700 }],
    ["retry without attempts left", { retry: { maxAttempts: 1 } }, undefined],
    ["nothing that counts", { retryDelayInMs: Number.NaN }, undefined],
  ])("may answer %s", async (_, value, retry) => {
    const { result, order } = await attempt(answer("g", value));
    expect(Reflect.get(result, "retry")).toEqual(retry);
    expect(order.includes("g.onFailure(in run)")).toBe(retry === undefined);
  });

  test("may answer a time", async () => {
    const retryAt = new Date(Date.now() + 60_000);
    const { result } = await attempt(answer("g", { retryAt }));
    const delayMs = result.ok ? undefined : result.retry?.delayMs;
    expect(delayMs).toBeGreaterThan(50_000);
    expect(delayMs).toBeLessThanOrEqual(60_000);
  });

  test("may replace the error, which alone means failure", async () => {
    const alone = await attempt(answer("t", { error: "another" }));
    expect(alone.result).toEqual({ ok: false, error: { type: "STRING_ERROR", raw: "another" } });
    expect(alone.order).toContain("g.onFailure(another)");
    const both = await attempt(answer("t", { error: "another", retryDelayInMs: 7 }));
    expect(both.result).toEqual({
      ok: false,
      error: { type: "STRING_ERROR", raw: "another" },
      retry: { delayMs: 7 },
    });
  });

  test("cannot ask for more attempts than there are: the last one ends with its hooks", async () => {
    for (const value of [
      { retryDelayInMs: 5 },
      { retryAt: new Date() },
      { retry: { maxAttempts: 9 } },
    ]) {
      const { result, order } = await attempt(answer("t", value), LAST);
      expect(result).not.toHaveProperty("retry");
      expect(order).toContain("t.onFailure(in run)");
      expect(order).toContain("t.onComplete(false)");
    }
  });
});
