import { describe, expect, it } from "vitest";
import {
  fitsInto,
  jobIdentifier,
  jobIdentifiers,
  presetOf,
  roomOf,
} from "#worker/domain/machine-room.ts";

describe("the room of a machine", () => {
  it("is its vCPU and its memory in megabytes", () => {
    expect(roomOf("micro")).toEqual({ cpu: 0.25, memoryMb: 256 });
    expect(roomOf("large-2x")).toEqual({ cpu: 8, memoryMb: 16_384 });
  });

  it("must be there in both", () => {
    const needed = { cpu: 1, memoryMb: 1024 };
    expect(fitsInto(needed, needed)).toBe(true);
    expect(fitsInto(needed, { cpu: 0.9, memoryMb: 4096 })).toBe(false);
    expect(fitsInto(needed, { cpu: 4, memoryMb: 1000 })).toBe(false);
  });

  it("is that of the default machine when none is named, or one that is not known", () => {
    expect([undefined, "huge"].map(presetOf)).toEqual(["small-1x", "small-1x"]);
    expect(presetOf("micro")).toBe("micro");
  });
});

describe("the jobs of a worker", () => {
  it("are those that it has room for", () => {
    expect(jobIdentifiers({ cpu: 1, memoryMb: 1024 })).toEqual(["execute-run"]);
    expect(jobIdentifiers({ cpu: 5, memoryMb: 4096 })).toEqual([
      "execute-run",
      "execute-run-medium-1x",
      "execute-run-medium-2x",
    ]);
    expect(jobIdentifiers({ cpu: 8, memoryMb: 16_384 })).toHaveLength(5);
  });

  it("share a name where every worker has room", () => {
    expect(jobIdentifier("micro")).toBe(jobIdentifier("small-2x"));
    expect(jobIdentifier("medium-1x")).toBe("execute-run-medium-1x");
  });
});
