import { describe, expect, test } from "vitest";
import { checkOptions, countOptions, NO_OPTIONS } from "#components/test-run/test-options.ts";

const NOW = new Date("2026-03-12T14:00:00Z");
const check = (fields: Partial<typeof NO_OPTIONS>) =>
  checkOptions({ ...NO_OPTIONS, ...fields }, NOW);

describe("the options of a test run", () => {
  test("nothing filled in is only a test", () => {
    expect(check({})).toEqual({ ok: true, options: { test: true } });
    expect(countOptions(NO_OPTIONS)).toBe(0);
  });

  test("everything filled in is sent in the API's types", () => {
    const filled = {
      tags: "a, b,, a",
      delay: "1h30m",
      ttl: "600",
      concurrencyKey: " tenant_7 ",
      idempotencyKey: "order-1",
      maxAttempts: "2",
      priority: "30",
      machine: "small-2x",
    };
    expect(check(filled)).toEqual({
      ok: true,
      options: {
        test: true,
        tags: ["a", "b"],
        delay: "1h30m",
        ttl: "600s",
        concurrencyKey: "tenant_7",
        idempotencyKey: "order-1",
        maxAttempts: 2,
        priority: 30,
        machine: "small-2x",
      },
    });
    expect(countOptions(filled)).toBe(8);
  });

  test.each([
    ["tags", Array.from({ length: 11 }, (_, index) => `t${index}`).join(",")],
    ["tags", "x".repeat(129)],
    ["delay", "soon"],
    ["ttl", "later"],
    ["maxAttempts", "0"],
    ["maxAttempts", "1.5"],
    ["priority", "high"],
  ])("%s does not take %s", (field, text) => {
    const checked = check({ [field]: text });
    expect(checked.ok ? [] : Object.keys(checked.problems)).toEqual([field]);
  });
});
