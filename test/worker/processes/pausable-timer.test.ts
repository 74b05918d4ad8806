import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createPausableTimer } from "#worker/processes/pausable-timer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a pausable timer", () => {
  it("counts only the time in which it was not paused", () => {
    const fired = vi.fn();
    const timer = createPausableTimer(1_000, fired);
    vi.advanceTimersByTime(600);
    timer.pause();
    timer.pause();
    vi.advanceTimersByTime(10_000);
    timer.resume();
    timer.resume();
    vi.advanceTimersByTime(399);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(fired).toHaveBeenCalledOnce();
  });

  it("never fires once it is stopped", () => {
    const fired = vi.fn();
    const timer = createPausableTimer(1_000, fired);
    timer.stop();
    timer.resume();
    vi.advanceTimersByTime(5_000);
    expect(fired).not.toHaveBeenCalled();
  });
});
