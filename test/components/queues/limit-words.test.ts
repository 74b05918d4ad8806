import { describe, expect, it } from "vitest";
import {
  countText,
  isAtLimit,
  limitedBy,
  otherLimits,
  parseLimit,
} from "#components/queues/limit-words.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";

type Given = Partial<QueueObject> & { base?: number; override?: number };

function queue({ base, override, ...more }: Given): QueueObject {
  const current = override ?? base ?? null;
  return {
    id: "queue_1",
    name: "emails",
    type: "custom",
    running: 0,
    queued: 0,
    paused: false,
    concurrencyLimit: current,
    concurrency: {
      current,
      base: base ?? null,
      override: override ?? null,
      overriddenAt: null,
      overriddenBy: null,
    },
    ...more,
  };
}

describe("limitedBy", () => {
  it("names whose word the limit is", () => {
    expect(limitedBy(queue({}))).toBe("Environment");
    expect(limitedBy(queue({ base: 3 }))).toBe("Code");
    expect(limitedBy(queue({ base: 3, override: 0 }))).toBe("Override");
  });
});

describe("otherLimits", () => {
  it("says what holds besides", () => {
    expect(otherLimits(queue({}))).toEqual([]);
    const rate = (periodMs: number, scope: "queue" | "key") =>
      otherLimits(queue({ rateLimit: { limit: 5, periodMs, scope } }));
    expect(rate(60_000, "queue")).toEqual(["5 starts per 1m"]);
    expect(rate(10_000, "key")).toEqual(["5 starts per 10s and key"]);
    expect(rate(7_200_000, "queue")).toEqual(["5 starts per 2h"]);
    expect(rate(86_400_000, "queue")).toEqual(["5 starts per 1d"]);
    expect(otherLimits(queue({ totalConcurrencyLimit: 20 }))).toEqual(["20 in all"]);
  });
});

describe("isAtLimit", () => {
  it("is so while runs wait for slots that are taken", () => {
    expect(isAtLimit(queue({ base: 2, running: 2, queued: 1 }), 100)).toBe(true);
    expect(isAtLimit(queue({ running: 100, queued: 1 }), 100)).toBe(true);
    expect(isAtLimit(queue({ totalConcurrencyLimit: 3, running: 3, queued: 1 }), 100)).toBe(true);
    expect(isAtLimit(queue({ base: 2, running: 2 }), 100)).toBe(false);
    expect(isAtLimit(queue({ base: 2, running: 2, queued: 1, paused: true }), 100)).toBe(false);
  });
});

describe("parseLimit", () => {
  it("takes whole numbers from 0 to 100,000", () => {
    expect(parseLimit(" 0 ")).toEqual({ limit: 0 });
    expect(parseLimit("100000")).toEqual({ limit: 100_000 });
    for (const text of ["", "-1", "1.5", "100001", "ten"]) {
      expect(parseLimit(text)).toHaveProperty("error");
    }
  });
});

describe("countText", () => {
  it("says where counting ended", () => {
    expect(countText(1_234)).toBe("1,234");
    expect(countText(10_000)).toBe("10,000+");
  });
});
