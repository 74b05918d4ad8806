import { describe, expect, it } from "vitest";
import { type DebounceOption, readDebounce } from "#worker/domain/debounce.ts";

const NOW = new Date("2026-05-06T07:08:09.400Z");

function read(given: Partial<DebounceOption>) {
  return readDebounce({ key: "k", delay: "10s", mode: "leading", ...given }, NOW);
}

describe("readDebounce", () => {
  it("rounds up to whole seconds", () => {
    expect(read({ maxDelay: "1m" })).toEqual({
      key: "k",
      until: new Date("2026-05-06T07:08:20.000Z"),
      isTrailing: false,
      maxDelayMs: 60_000,
    });
    expect(read({ mode: "trailing" })).toMatchObject({ isTrailing: true, maxDelayMs: null });
  });

  it.each<[Partial<DebounceOption>, string]>([
    [{ delay: "soon" }, "debounce.delay must be a duration"],
    [{ delay: "0s" }, "debounce.delay must be a duration"],
    [{ maxDelay: "later" }, "debounce.maxDelay must be a duration"],
    [{ maxDelay: "10s" }, "must be longer than debounce.delay"],
  ])("refuses %j", (given, message) => {
    expect(() => read(given)).toThrow(message);
  });
});
