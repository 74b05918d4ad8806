import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPace, type Pace } from "#components/workspace/pace.ts";

describe("a pace", () => {
  let pace: Pace;
  let answeredAt: number[];
  let tookMs: number;
  const startedAt = new Date("2026-01-01T00:00:00Z").getTime();

  beforeEach(() => {
    vi.useFakeTimers({ now: startedAt });
    answeredAt = [];
    tookMs = 0;
    pace = createPace(async () => {
      answeredAt.push(Date.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, tookMs));
    }, 100);
  });
  afterEach(() => {
    pace.stop();
    vi.useRealTimers();
  });

  it("answers the first change at once, and all that follow it together", async () => {
    pace.ring();
    await vi.advanceTimersByTimeAsync(10);
    for (let i = 0; i < 5; i++) pace.ring();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answeredAt).toEqual([0, 100]);
    pace.ring();
    await vi.advanceTimersByTimeAsync(0);
    expect(answeredAt).toEqual([0, 100, 1_010]);
  });

  it("rests for longer the longer answering takes, and answers what changed meanwhile", async () => {
    tookMs = 50;
    pace.ring();
    await vi.advanceTimersByTimeAsync(20);
    pace.ring();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answeredAt).toEqual([0, 150]);
    tookMs = 10_000;
    pace.ring();
    await vi.advanceTimersByTimeAsync(5_000);
    pace.ring();
    await vi.advanceTimersByTimeAsync(20_000);
    // Never two at a time, and no rest beyond the answer itself when that was long.
    expect(answeredAt.slice(2)).toEqual([1_020, 11_021]);
  });

  it("goes on after an answer that failed, and is silent once it is stopped", async () => {
    const answer = vi.fn().mockRejectedValue(new Error("Gone"));
    const failing = createPace(answer, 100);
    failing.ring();
    await vi.advanceTimersByTimeAsync(10);
    failing.ring();
    await vi.advanceTimersByTimeAsync(500);
    expect(answer).toHaveBeenCalledTimes(2);
    failing.ring();
    failing.stop();
    await vi.advanceTimersByTimeAsync(500);
    expect(answer).toHaveBeenCalledTimes(2);
  });
});
