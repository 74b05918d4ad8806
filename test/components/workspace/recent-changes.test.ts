import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRecentChanges } from "#components/workspace/recent-changes.ts";

describe("recent changes", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("are gathered for whoever comes late, and forgotten after a while", () => {
    const recent = createRecentChanges();
    expect(recent.gathered()).toBeUndefined();
    recent.add({ runIds: ["run_1", "run_2"], isTruncated: false });
    vi.advanceTimersByTime(6_000);
    recent.add({ runIds: ["run_2", "run_3"], isTruncated: false });
    expect(recent.gathered()).toEqual({
      runIds: ["run_1", "run_2", "run_3"],
      isTruncated: false,
    });
    vi.advanceTimersByTime(6_000);
    expect(recent.gathered()?.runIds).toEqual(["run_2", "run_3"]);
    vi.advanceTimersByTime(6_000);
    expect(recent.gathered()).toBeUndefined();
  });

  it("say that there are more than they name", () => {
    const recent = createRecentChanges();
    const runIds = Array.from({ length: 201 }, (_, index) => `run_${index}`);
    recent.add({ runIds, isTruncated: false });
    expect(recent.gathered()).toMatchObject({ isTruncated: true });
    expect(recent.gathered()?.runIds).toHaveLength(200);
  });
});
