import { describe, expect, it } from "vitest";
import { isWithin, parseScope, scopeProblem } from "#worker/domain/scopes.ts";

describe("a scope", () => {
  it.each([
    ["admin", { action: "admin" }],
    ["read:runs", { action: "read", type: "runs" }],
    ["trigger:tasks:a:b", { action: "trigger", type: "tasks", id: "a:b" }],
    ["", { action: "" }],
  ])("%j has its parts", (scope, parsed) => {
    expect(parseScope(scope)).toEqual(parsed);
  });

  it.each([
    ["admin", undefined],
    ["*", undefined],
    ["read:all", undefined],
    ["trigger:tasks:a:b", undefined],
    ["", /begin with/],
    ["look:runs", /begin with/],
    ["read:", /type after/],
    ["read:runs:", /id after/],
    [`read:runs:${"x".repeat(300)}`, /300/],
  ])("%j is told what is wrong with it", (scope, problem) => {
    if (problem) expect(scopeProblem(scope)).toMatch(problem);
    else expect(scopeProblem(scope)).toBeUndefined();
  });

  it.each([
    [["admin"], "write:runs", true],
    [["admin"], "admin", true],
    [["*"], "admin", false],
    [["*"], "read:runs:run_1", true],
    [["*:runs"], "write:runs", true],
    [["*:runs"], "write:tasks", false],
    [["read"], "read:runs", true],
    [["read"], "read", true],
    [["read"], "*", false],
    [["read:all"], "read:queues", true],
    [["read:runs"], "read", false],
    [["read:runs"], "read:runs:run_1", true],
    [["read:runs:run_1"], "read:runs", false],
    [["read:runs:run_1"], "read:runs:run_1", true],
    [["read:runs:run_1"], "read:runs:run_2", false],
    [["admin:apiKeys"], "admin", false],
    [["read:tags", "trigger:tasks"], "trigger:tasks:a", true],
    [[], "read", false],
  ] as [string[], string, boolean][])("of %j, %j may be handed out: %s", (granted, wanted, yes) => {
    expect(isWithin(granted, wanted)).toBe(yes);
  });
});
