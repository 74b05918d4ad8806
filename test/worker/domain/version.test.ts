import { describe, expect, it } from "vitest";
import { nextVersion, versionPrefix } from "#worker/domain/version.ts";

const now = new Date("2026-11-23T23:59:59.999Z");

describe("nextVersion", () => {
  it("starts each day with 1", () => {
    expect(nextVersion(now, [])).toBe("20261123.1");
  });

  it("counts up from the largest number of the day, not from how many there are", () => {
    expect(nextVersion(now, ["20261123.2", "20261123.10", "20261123.9"])).toBe("20261123.11");
  });

  it("does not count the versions of other days", () => {
    expect(nextVersion(now, ["20261122.7"])).toBe("20261123.1");
  });

  it("takes the day in UTC", () => {
    expect(nextVersion(new Date("2026-11-23T23:30:00-05:00"), [])).toBe("20261124.1");
  });
});

describe("versionPrefix", () => {
  it("is the day and a dot", () => {
    expect(versionPrefix(now)).toBe("20261123.");
  });
});
