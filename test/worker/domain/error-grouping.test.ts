import { describe, expect, it } from "vitest";
import type { TaskRunError } from "#sdk/wire/errors.ts";
import { groupingKey, titleOf } from "#worker/domain/error-grouping.ts";

const STACK = `Error: x
    at JSON.parse (<anonymous>)
    at parse (node_modules/lib/index.js:3:1)
    at async charge (trigger/charge.ts:12:9)
    at run (trigger/pay.ts:4:2)`;

function thrown(message: string, stackTrace = STACK, name = "Error"): TaskRunError {
  return { type: "BUILT_IN_ERROR", name, message, stackTrace };
}

describe("groupingKey", () => {
  it.each([
    ["numbers", "Timed out after 1500 ms", "Timed out after 30 ms"],
    [
      "uuids",
      "No row 6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
      "No row 00000000-8b86-4d01-b42d-00cf4fc964ff",
    ],
    ["ids of services", "No such customer cus_N8aQ7xyz12", "No such customer cus_0000aaabbb"],
    ["quoted values", 'No user "ada"', 'No user "bob the 2nd"'],
    ["addresses of mail", "Bounced: ada@example.com", "Bounced: bob+1@mail.example.org"],
    ["addresses of the web", "GET https://a.b/c?d=1 failed", "GET http://x.y/ failed"],
    ["dates", "Due 2026-03-12T10:00:00Z", "Due 2025-01-01"],
    ["hosts", "connect ECONNREFUSED 10.0.0.1:5432", "connect ECONNREFUSED 127.0.0.1:80"],
    ["space", "a  b", "a\n b"],
  ])("is the same for messages that differ in %s", (_, one, other) => {
    expect(groupingKey(thrown(one))).toBe(groupingKey(thrown(other)));
  });

  it("keeps apart other words, other names and other places", () => {
    const keys = [
      thrown("Card declined"),
      thrown("Card expired"),
      thrown("Card declined", STACK, "CardError"),
      thrown("Card declined", "Error\n    at refund (trigger/refund.ts:1:1)"),
    ].map(groupingKey);
    expect(new Set(keys).size).toBe(4);
  });

  it("does not mind that the line has moved", () => {
    const moved = STACK.replace("charge.ts:12:9", "charge.ts:99:1");
    expect(groupingKey(thrown("x", moved))).toBe(groupingKey(thrown("x")));
  });

  it("is bounded for the longest message", () => {
    expect(groupingKey(thrown("word ".repeat(100_000))).length).toBeLessThan(500);
  });
});

describe("titleOf", () => {
  it("names what was thrown, and the first line of its own code", () => {
    expect(titleOf(thrown("m", STACK, "TypeError"))).toEqual({
      name: "TypeError",
      message: "m",
      frame: "charge (trigger/charge.ts)",
    });
    expect(titleOf(thrown("m", ""))).toMatchObject({ frame: undefined });
  });

  it("names what is no Error, and errors of ours", () => {
    expect(titleOf({ type: "STRING_ERROR", raw: "no" })).toMatchObject({
      name: "String",
      message: "no",
    });
    expect(titleOf({ type: "CUSTOM_ERROR", raw: '{"a":1}' })).toMatchObject({ name: "Value" });
    expect(
      titleOf({
        type: "INTERNAL_ERROR",
        code: "TASK_PROCESS_OOM_KILLED",
        message: "It used 600 MB\nmore",
      }),
    ).toEqual({ name: "TASK_PROCESS_OOM_KILLED", message: "It used 600 MB", frame: undefined });
    expect(titleOf({ type: "INTERNAL_ERROR", code: "TASK_RUN_EXPIRED" }).message).toBe("");
  });
});
