import { describe, expect, test } from "vitest";
import { formatBaggage, parseBaggage } from "#sdk/wire/baggage.ts";

describe("baggage", () => {
  test.each([
    [
      "a=1, b=%C3%A9;p=1;q",
      [
        { key: "a", value: "1" },
        { key: "b", value: "é", metadata: "p=1;q" },
      ],
    ],
    ["nonsense,a=1,=2,b c=3,d=%E0%A4%A", [{ key: "a", value: "1" }]],
    ["", []],
    [null, []],
    [`a=${"x".repeat(8_200)}`, []],
  ])("%s is read", (text, items) => {
    expect(parseBaggage(text)).toEqual(items);
  });

  test("is written as far as it fits, without keys that are none", () => {
    const items = [
      { key: "a", value: "1,2;3" },
      { key: "b c", value: "" },
      { key: "d", value: "é", metadata: "p" },
    ];
    expect(formatBaggage(items)).toBe("a=1%2C2%3B3,d=%C3%A9;p");
    const many = Array.from({ length: 300 }, (_, n) => ({ key: `k${n}`, value: "x".repeat(40) }));
    const text = formatBaggage(many);
    expect(text.length).toBeLessThanOrEqual(8_192);
    expect(parseBaggage(text)).toEqual(many.slice(0, text.split(",").length));
  });
});
