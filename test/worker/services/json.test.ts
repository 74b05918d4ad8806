import { describe, expect, it } from "vitest";
import { asRecord, toJsonbText, withoutNul } from "#worker/services/json.ts";

describe("toJsonbText", () => {
  it.each([
    ["plain values", { a: [1, "x", null, true] }, { a: [1, "x", null, true] }],
    ["a NUL", { "k\0": "a\0b" }, { k: "ab" }],
    ["half of a surrogate pair", ["\ud83d", "\ude00", "\ud83dx"], ["\ufffd", "\ufffd", "\ufffdx"]],
    ["a whole surrogate pair", ["\ud83d\ude00"], ["😀"]],
    [
      "what only looks like an escape",
      ["\\u0000", "\\\\u0000", "\\ud83d"],
      ["\\u0000", "\\\\u0000", "\\ud83d"],
    ],
    ["a backslash before a NUL", ["\\\0"], ["\\"]],
    ["other escapes", ['"\n\t\u0001\u2028/'], ['"\n\t\u0001\u2028/']],
    ["a BigInt", { n: 12n }, { n: "12n" }],
  ])("keeps what can be kept of %s", (_, value, stored) => {
    expect(JSON.parse(toJsonbText(value))).toEqual(stored);
  });
});

describe("withoutNul", () => {
  it("takes the character away and no escape of it", () => {
    expect(withoutNul("a\0b\0\\u0000")).toBe("ab\\u0000");
  });
});

describe("asRecord", () => {
  it("is an object, or nothing", () => {
    expect(asRecord({ a: 1 })).toEqual({ a: 1 });
    for (const value of [null, undefined, "text", 7]) expect(asRecord(value)).toBeUndefined();
  });
});
