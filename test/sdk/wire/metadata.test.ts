import { describe, expect, test } from "vitest";
import type { MetadataOperation } from "#sdk/wire/metadata.ts";
import { changeMetadata, readMetadata } from "#sdk/wire/metadata.ts";

describe("changing metadata", () => {
  test.each<[string, object, MetadataOperation, object]>([
    ["set", { a: 1 }, { type: "set", key: "b", value: [2] }, { a: 1, b: [2] }],
    ["set null", {}, { type: "set", key: "a", value: null }, { a: null }],
    ["set a name with dots", {}, { type: "set", key: "a.b", value: 1 }, { "a.b": 1 }],
    [
      "set under a path",
      { a: [{ b: 1 }] },
      { type: "set", key: "$.a[0].b", value: 2 },
      { a: [{ b: 2 }] },
    ],
    [
      "set under a path that is not there",
      {},
      { type: "set", key: "$.a.b", value: 1 },
      { a: { b: 1 } },
    ],
    [
      "set under a quoted name",
      {},
      { type: "set", key: '$.a["x.y"]', value: 1 },
      { a: { "x.y": 1 } },
    ],
    [
      "set at the end of a list",
      { a: [1] },
      { type: "set", key: "$.a[1]", value: 2 },
      { a: [1, 2] },
    ],
    ["delete", { a: 1, b: 2 }, { type: "delete", key: "a" }, { b: 2 }],
    [
      "delete under a path",
      { a: { b: 1, c: 2 } },
      { type: "delete", key: "$.a.b" },
      { a: { c: 2 } },
    ],
    ["delete from a list", { a: [1, 2, 3] }, { type: "delete", key: "$.a[1]" }, { a: [1, 3] }],
    ["delete what is not there", { a: 1 }, { type: "delete", key: "$.b.c" }, { a: 1 }],
    ["append to a list", { a: [1] }, { type: "append", key: "a", value: 2 }, { a: [1, 2] }],
    ["append to nothing", {}, { type: "append", key: "a", value: 1 }, { a: [1] }],
    ["append to one value", { a: 1 }, { type: "append", key: "a", value: 2 }, { a: [1, 2] }],
    [
      "remove what is equal",
      { a: [{ x: 1, y: [2] }, 3, { y: [2], x: 1 }] },
      { type: "remove", key: "a", value: { y: [2], x: 1 } },
      { a: [3] },
    ],
    ["remove from what is no list", { a: 1 }, { type: "remove", key: "a", value: 1 }, { a: 1 }],
    ["increment", { a: 1 }, { type: "increment", key: "a", value: 2.5 }, { a: 3.5 }],
    ["increment nothing", {}, { type: "increment", key: "$.a.b", value: -1 }, { a: { b: -1 } }],
    [
      "increment what is no number",
      { a: "x" },
      { type: "increment", key: "a", value: 1 },
      { a: 1 },
    ],
    ["update", { a: 1 }, { type: "update", value: { b: 2 } }, { b: 2 }],
  ])("%s", (_, before, operation, after) => {
    const given = structuredClone({ ...before });
    expect(changeMetadata(given, [operation])).toEqual(after);
    expect(given).toEqual(before);
  });

  test.each([
    "__proto__",
    "$.a.__proto__.b",
    '$.a["constructor"]',
    "$.a..b",
    "$.a[",
    "$.a[2]",
    "$.",
  ])("refuses the key %s", (key) => {
    const change = () => changeMetadata({ a: [1] }, [{ type: "set", key, value: 1 }]);
    expect(change).toThrow(expect.objectContaining({ name: "MetadataKeyError" }));
    expect(Object.prototype).not.toHaveProperty("b");
  });
});

test("reading by key and by path", () => {
  const metadata = { a: { b: [{ c: 1 }] }, "x.y": 2 };
  expect(readMetadata(metadata, "$.a.b[0].c")).toBe(1);
  expect(readMetadata(metadata, "x.y")).toBe(2);
  expect(readMetadata(metadata, "toString")).toBeUndefined();
  expect(readMetadata(metadata, "$.a.b.c")).toBeUndefined();
});
