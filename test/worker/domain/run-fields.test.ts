import { describe, expect, it } from "vitest";
import {
  type FieldCondition,
  formatFieldCondition,
  matchesField,
  parseFieldCondition,
} from "#worker/domain/run-fields.ts";

function parse(text: string): FieldCondition {
  const condition = parseFieldCondition(text);
  if (!condition) throw new Error(`${text} is no condition.`);
  return condition;
}

describe("a condition on a field", () => {
  it.each([
    ["payload.userId = 42", ["payload", ["userId"], "=", "42"]],
    ["output.items[0].sku~abc", ["output", ["items", "0", "sku"], "~", "abc"]],
    ['metadata.stage != "in transit"', ["metadata", ["stage"], "!=", "in transit"]],
    ["payload.total >= 400", ["payload", ["total"], ">=", "400"]],
  ])("reads %s", (text, [of, path, operator, value]) => {
    expect(parse(text)).toEqual({ of, path, operator, value });
  });

  it.each(["payload = 1", "userId = 42", "payload.userId", "payload.userId =", ""])(
    "is not %j",
    (text) => {
      expect(parseFieldCondition(text)).toBeUndefined();
    },
  );

  it("has one spelling, which reads as the same", () => {
    const text = formatFieldCondition(parse("  output.items[0].sku~abc "));
    expect(text).toBe("output.items[0].sku ~ abc");
    expect(parse(text)).toEqual(parse("output.items[0].sku ~ abc"));
  });

  it.each([
    ["payload.userId = 42", true],
    ["payload.userId = 43", false],
    ["payload.userId != 43", true],
    ["payload.nothing != 43", false],
    ["payload.customer.email ~ EXAMPLE", true],
    ["payload.items[1].sku = B", true],
    ["payload.items.sku = B", true],
    ["payload.tags = x", true],
    ["payload.total > 99", true],
    ["payload.total <= 99", false],
    ["payload.total >= 100", true],
    ["payload.total < 100", false],
    ["payload.isGift = false", true],
    ["payload.note = null", true],
  ])("%s", (text, expected) => {
    const document = {
      userId: 42,
      customer: { email: "ada@example.com" },
      items: [{ sku: "A" }, { sku: "B" }],
      tags: ["x", "y"],
      total: 100,
      isGift: false,
      note: null,
    };
    expect(matchesField(document, parse(text))).toBe(expected);
  });
});
