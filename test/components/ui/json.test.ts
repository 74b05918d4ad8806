import { describe, expect, test } from "vitest";
import { checkJson } from "#components/ui/json-check.ts";
import { isSecretName, jsonRows } from "#components/ui/json-tree.ts";

const state = { toggled: new Set<string>(), defaultDepth: 2, search: "" };

describe("checkJson", () => {
  test("gives the value", () => {
    expect(checkJson('{"a": [1, true, null, "x\\n"]}')).toEqual({
      ok: true,
      value: { a: [1, true, null, "x\n"] },
    });
  });

  test.each([
    ['{"a": 1,}', 1, 9, "Remove the comma before this brace"],
    ["{a: 1}", 1, 2, "A property name in double quotes is expected"],
    ["{'a': 1}", 1, 2, "A property name in double quotes is expected"],
    ["{\"a\": 'b'}", 1, 7, "Strings need double quotes"],
    ['{"a" 1}', 1, 6, "A colon is missing after the property name"],
    ['{"a": 1\n "b": 2}', 2, 2, "A comma or } is missing"],
    ["[1 2]", 1, 4, "A comma or ] is missing"],
    ["[1, 2,]", 1, 7, "Remove the comma before this bracket"],
    ['"abc', 1, 1, "This string is not closed"],
    ['"a\\x"', 1, 3, "A backslash must start an escape such as \\n"],
    ["{} {}", 1, 4, "Nothing may follow the value"],
    ["[01]", 1, 2, "“01” is not JSON; strings need double quotes"],
    ["hello", 1, 1, "“hello” is not JSON; strings need double quotes"],
    ['{"a":', 1, 6, "A value is missing here"],
  ])("places the problem of %s", (text, line, column, message) => {
    const check = checkJson(text);
    expect(check).toMatchObject({ ok: false, problem: { line, column, message } });
  });
});

describe("jsonRows", () => {
  const value = { id: 1, deep: { deeper: { deepest: "end" } }, items: ["a"], "odd key": null };

  test("opens two levels and names paths as code would", () => {
    const rows = jsonRows(value, state);
    expect(rows.map((row) => row.path)).toEqual([
      "$",
      "$.id",
      "$.deep",
      "$.deep.deeper",
      "$.items",
      "$.items[0]",
      '$["odd key"]',
    ]);
    expect(rows.find((row) => row.path === "$.deep.deeper")).toMatchObject({
      isOpen: false,
      text: "1 key",
    });
  });

  test("a toggled row is the other way round", () => {
    const rows = jsonRows(value, { ...state, toggled: new Set(["$.deep.deeper", "$.items"]) });
    expect(rows.map((row) => row.path)).toContain("$.deep.deeper.deepest");
    expect(rows.map((row) => row.path)).not.toContain("$.items[0]");
  });

  test("a search keeps matches and the way to them, however deep", () => {
    const rows = jsonRows(value, { ...state, search: "END" });
    expect(rows.map((row) => row.path)).toEqual([
      "$",
      "$.deep",
      "$.deep.deeper",
      "$.deep.deeper.deepest",
    ]);
  });

  test("a secret is marked, and not found by its value", () => {
    const rows = jsonRows({ apiKey: "sk_live", user: "ada" }, { ...state, search: "sk_live" });
    expect(rows).toHaveLength(1);
    expect(jsonRows({ apiKey: "x" }, state)[1]).toMatchObject({ isSecret: true });
  });
});

test.each([
  "password",
  "apiKey",
  "api_key",
  "clientSecret",
  "accessToken",
  "Authorization",
  "cookie",
])("%s is a secret's name", (name) => expect(isSecretName(name)).toBe(true));

test.each(["name", "passenger", "key", "id"])("%s is not", (name) => {
  expect(isSecretName(name)).toBe(false);
});
