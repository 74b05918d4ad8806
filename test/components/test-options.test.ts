import { describe, expect, test } from "vitest";
import {
  checkOptions,
  countOptions,
  NO_OPTIONS,
  toTestOptions,
  toTriggerOptions,
} from "#components/test-run/test-options.ts";

const NOW = new Date("2026-03-12T14:00:00Z");
const check = (fields: Partial<typeof NO_OPTIONS>) =>
  checkOptions({ ...NO_OPTIONS, ...fields }, NOW);

describe("the options of a test run", () => {
  test("nothing filled in is nothing sent", () => {
    expect(check({})).toEqual({ ok: true, options: {} });
    expect(countOptions(NO_OPTIONS)).toBe(0);
  });

  test("everything filled in is sent in the API's types", () => {
    const filled = {
      tags: "a, b,, a",
      delay: "1h30m",
      ttl: "600",
      concurrencyKey: " tenant_7 ",
      idempotencyKey: "order-1",
      idempotencyKeyTTL: "30d",
      maxAttempts: "2",
      maxDuration: "60",
      priority: "30",
      queue: "mail",
      version: "20260301.1",
      machine: "small-2x",
      metadata: '{"a": 1}',
    };
    expect(check(filled)).toEqual({
      ok: true,
      options: {
        tags: ["a", "b"],
        delay: "1h30m",
        ttl: "600s",
        concurrencyKey: "tenant_7",
        idempotencyKey: "order-1",
        idempotencyKeyTTL: "30d",
        maxAttempts: 2,
        maxDuration: 60,
        priority: 30,
        queue: "mail",
        version: "20260301.1",
        machine: "small-2x",
        metadata: { a: 1 },
      },
    });
    expect(countOptions(filled)).toBe(13);
    expect(toTriggerOptions({ queue: "mail", version: "1", priority: 2 })).toEqual({
      queue: { name: "mail" },
      lockToVersion: "1",
      priority: 2,
    });
  });

  test.each([
    ["tags", Array.from({ length: 11 }, (_, index) => `t${index}`).join(",")],
    ["tags", "x".repeat(129)],
    ["delay", "soon"],
    ["ttl", "later"],
    ["maxAttempts", "0"],
    ["maxAttempts", "1.5"],
    ["priority", "high"],
    ["idempotencyKeyTTL", "1h30m"],
    ["maxDuration", "4"],
    ["metadata", "[1]"],
    ["metadata", "{"],
  ])("%s does not take %s", (field, text) => {
    const checked = check({ [field]: text });
    expect(checked.ok ? [] : Object.keys(checked.problems)).toEqual([field]);
  });

  test("a form that was kept is taken as far as its fields are known", () => {
    expect(toTestOptions({ tags: "a", other: "b" })).toEqual({ ...NO_OPTIONS, tags: "a" });
  });
});
