import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonSchemaOf, payloadParser, payloadToSend } from "#sdk/schema.ts";

const refuse = (message: string) => {
  throw new Error(message);
};
const upper = (value: unknown) =>
  typeof value === "string" ? value.toUpperCase() : refuse("no text");

describe("a payload is parsed with", () => {
  test.each<[string, unknown]>([
    ["a function", upper],
    ["parseAsync", { parseAsync: async (value: unknown) => upper(value), parse: refuse }],
    ["parse", { parse: upper, validateSync: refuse }],
    ["validateSync", { validateSync: upper, create: refuse }],
    ["create", { create: upper, assert: refuse }],
    ["a callable with assert", Object.assign(refuse, { assert: upper })],
    [
      "Standard Schema, before anything else",
      {
        "~standard": {
          version: 1,
          vendor: "test",
          validate: (value: unknown) =>
            typeof value === "string"
              ? { value: value.toUpperCase() }
              : { issues: [{ message: "no text", path: [] }] },
        },
        parse: refuse,
      },
    ],
  ])("%s", async (_, schema) => {
    const parse = payloadParser(schema);
    expect(await parse("a")).toBe("A");
    await expect(parse(1)).rejects.toMatchObject({
      name: "TaskPayloadParsedError",
      message: "Parsing payload with schema failed: no text",
    });
  });

  test("assert alone, which returns nothing", async () => {
    const parse = payloadParser({ assert: (value: unknown) => void upper(value) });
    expect(await parse("a")).toBe("a");
    await expect(parse(1)).rejects.toThrow("no text");
  });

  test("zod, whose issues name their fields", async () => {
    const parse = payloadParser(
      z.object({ a: z.object({ b: z.string().default("x") }), n: z.number() }),
    );
    expect(await parse({ a: {}, n: 1, extra: true })).toEqual({ a: { b: "x" }, n: 1 });
    await expect(parse({ a: { b: 1 } })).rejects.toThrow(/failed: a\.b: .*; n: /);
  });

  test("valibot and arktype, by Standard Schema", async () => {
    for (const schema of [
      v.object({ n: v.pipe(v.string(), v.transform(Number)) }),
      type({ n: "string.numeric.parse" }),
    ]) {
      const parse = payloadParser(schema);
      expect(await parse({ n: "4" })).toEqual({ n: 4 });
      await expect(parse({ n: true })).rejects.toThrow(/^Parsing payload with schema failed: n: /);
    }
  });

  test("nothing that is no schema", () => {
    for (const schema of [undefined, "text", {}, { parse: 1 }]) {
      expect(() => payloadParser(schema)).toThrow(TypeError);
    }
  });
});

describe("what a caller sends", () => {
  test("has the schema's defaults", async () => {
    const parse = payloadParser(z.object({ a: z.coerce.date(), b: z.string().default("x") }));
    const sent = await payloadToSend(parse, { a: "2026-01-02" });
    expect(sent).toEqual({ a: new Date("2026-01-02"), b: "x" });
  });

  test.each<[string, z.ZodType, unknown]>([
    ["cannot be parsed again", z.string().transform(Number), "7"],
    ["would become another value", z.number().transform((n) => n + 1), 7],
  ])("is as it was given where what was parsed %s", async (_, schema, payload) => {
    expect(await payloadToSend(payloadParser(schema), payload)).toBe(payload);
  });
});

test("a JSON Schema is made where the library can", () => {
  expect(jsonSchemaOf(z.object({ a: z.string().optional() }))).toMatchObject({
    type: "object",
    properties: { a: { type: "string" } },
  });
  expect(jsonSchemaOf({ toJsonSchema: () => ({ type: "number" }) })).toEqual({ type: "number" });
  expect(jsonSchemaOf(z.date())).toBeUndefined();
  expect(jsonSchemaOf(upper)).toBeUndefined();
});
