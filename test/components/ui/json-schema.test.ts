import { json } from "@codemirror/lang-json";
import { describe, expect, it } from "vitest";
import { compileSchema } from "#components/ui/json-schema/check.ts";
import { fieldKind } from "#components/ui/json-schema/field-kind.ts";
import { inferSchema } from "#components/ui/json-schema/infer.ts";
import { placeAt, rangeOf } from "#components/ui/json-schema/place.ts";
import { pathText } from "#components/ui/json-schema/problem.ts";
import {
  propertiesOf,
  sampleOf,
  schemasAt,
  typeText,
  valuesOf,
} from "#components/ui/json-schema/subschema.ts";

const SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: {
    to: { type: "string", format: "email" },
    size: { enum: ["s", "m"] },
    items: { type: "array", minItems: 1, items: { $ref: "#/definitions/item" } },
  },
  required: ["to", "items"],
  additionalProperties: false,
  definitions: {
    item: {
      type: "object",
      properties: { sku: { type: "string" }, count: { type: "integer", minimum: 1 } },
      required: ["sku", "count"],
    },
  },
};

describe("a schema", () => {
  it("is found for every place in a value, through references and combinations", () => {
    const names = propertiesOf(schemasAt(SCHEMA, ["items", 3])).map(({ name }) => name);
    expect(names).toEqual(["sku", "count"]);
    expect(valuesOf(schemasAt(SCHEMA, ["size"]))).toEqual(["s", "m"]);
    expect(schemasAt(SCHEMA, ["nowhere", "at", "all"])).toEqual([]);
    const either = { anyOf: [{ type: "string" }, { properties: { a: { type: "boolean" } } }] };
    expect(valuesOf(schemasAt(either, ["a"]))).toEqual([true, false]);
  });

  it("gives a value to start from and its types in words", () => {
    expect(sampleOf(SCHEMA, SCHEMA)).toEqual({ to: "", items: [{ sku: "", count: 1 }] });
    expect(typeText(SCHEMA, SCHEMA.properties.to)).toBe("string, email");
    expect(typeText(SCHEMA, SCHEMA.properties.items)).toBe("array of object");
    expect(typeText(SCHEMA, SCHEMA.properties.size)).toBe('"s" or "m"');
    const endless = { $ref: "#" };
    expect(sampleOf(endless, endless)).toBe(null);
  });

  it("checks values, and says in words what is wrong where", () => {
    const check = compileSchema(SCHEMA);
    const problems = check?.({ size: "xl", items: [{ sku: 1, count: 1 }], extra: true });
    expect(problems?.map(({ path, message }) => `${pathText(path)}: ${message}`).sort()).toEqual([
      ": “to” is missing",
      "extra: “extra” is not in the schema",
      "items[0].sku: Must be string",
      'size: Must be one of "s", "m"',
    ]);
    expect(check?.({ to: "a@b", items: [{ sku: "a", count: 1 }] })).toEqual([]);
    expect(compileSchema({ type: "nonsense" })).toBeUndefined();
  });

  it("is inferred from values: what all have is required", () => {
    expect(
      inferSchema([
        { a: 1, b: [{ c: "x" }] },
        { a: 1.5, d: null },
      ]),
    ).toEqual({
      type: "object",
      properties: {
        a: { type: ["integer", "number"] },
        b: {
          type: "array",
          items: { type: "object", properties: { c: { type: "string" } }, required: ["c"] },
        },
        d: { type: "null" },
      },
      required: ["a"],
    });
    expect(inferSchema([])).toEqual({});
  });

  it("makes a field of what it can, and JSON of the rest", () => {
    expect(fieldKind(SCHEMA, SCHEMA.properties.to, undefined)).toEqual({
      type: "text",
      input: "email",
    });
    expect(fieldKind(SCHEMA, SCHEMA.properties.to, 3)).toEqual({ type: "json" });
    expect(fieldKind(SCHEMA, SCHEMA.properties.items, [])).toMatchObject({ type: "array" });
    expect(fieldKind(SCHEMA, { type: ["string", "integer"] }, "a")).toEqual({ type: "json" });
    expect(fieldKind(SCHEMA, { type: ["integer", "null"] }, 1)).toEqual({ type: "number" });
    expect(fieldKind(SCHEMA, { type: "boolean" }, true)).toMatchObject({ type: "choice" });
  });
});

describe("a place in a JSON text", () => {
  /** The cursor is at the bar. */
  function place(marked: string) {
    const at = marked.indexOf("|");
    const text = marked.replace("|", "");
    const tree = json().language.parser.parse(text);
    return placeAt(tree, (from, to) => text.slice(from, to), at);
  }

  it.each([
    ['{"|"}', "property", [], []],
    ['{"a": 1, "|"}', "property", [], ["a"]],
    ["{|}", "property", [], []],
    ['{"a": {"x": 1, |}}', "property", ["a"], ["x"]],
    ['{"a": [{"b": 1}, {"c|": 2}]}', "property", ["a", 1], []],
  ])("%s is a property", (text, kind, path, taken) => {
    expect(place(text)).toMatchObject({ kind, path, taken });
  });

  it.each([
    ['{"a": "x|"}', ["a"]],
    ['{"a": |}', ["a"]],
    ['{"a": [1, 2|]}', ["a", 1]],
    ['{"a": [1, |]}', ["a", 1]],
  ])("%s is a value", (text, path) => {
    expect(place(text)).toMatchObject({ kind: "value", path });
  });

  it("knows when a property has its value, and what is no place", () => {
    expect(place('{"a|": 1}')).toMatchObject({ hasValue: true });
    expect(place('{"a|"}')).toMatchObject({ hasValue: false });
    expect(place('{"a": 1}|')).toBeUndefined();
  });

  it("is found again by its path", () => {
    const text = '{"a": [{"b": "x"}]}';
    const tree = json().language.parser.parse(text);
    const slice = (from: number, to: number) => text.slice(from, to);
    const marked = (path: (string | number)[]) => {
      const { from, to } = rangeOf(tree, slice, path);
      return text.slice(from, to);
    };
    expect(marked(["a", 0, "b"])).toBe('"x"');
    expect(marked(["a"])).toBe('"a"');
    expect(marked([])).toBe("{");
    expect(marked(["nowhere"])).toBe("{");
  });
});
