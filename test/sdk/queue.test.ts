import { describe, expect, it, vi } from "vitest";
import { catalog } from "#sdk/catalog.ts";
import { queue } from "#sdk/queue.ts";

describe("queue", () => {
  it("is declared with its limits and handed back as it is", () => {
    const options = {
      name: "limited",
      concurrencyLimit: 1,
      totalConcurrencyLimit: 10,
      rateLimit: { limit: 100, period: "1m", scope: "key" },
    } as const;
    expect(queue(options)).toBe(options);
    expect(catalog.queues.get("limited")).toEqual(options);
  });

  it.each([
    [{ concurrencyLimit: -1 }, /concurrencyLimit must be a whole number from 0 up, got -1/],
    [{ totalConcurrencyLimit: 1.5 }, /totalConcurrencyLimit must be a whole number/],
    [{ rateLimit: { limit: 0, period: "1m" } }, /rateLimit\.limit must be a whole number from 1/],
  ])("refuses %o", (limits, message) => {
    expect(() => queue({ name: "wrong", ...limits })).toThrow(message);
  });

  it("keeps the first of two declarations that differ, and warns", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    queue({ name: "twice", rateLimit: { limit: 1, period: 1 } });
    queue({ name: "twice", rateLimit: { limit: 1, period: 1 } });
    expect(warn).not.toHaveBeenCalled();
    queue({ name: "twice", rateLimit: { limit: 2, period: 1 } });
    expect(warn).toHaveBeenCalledOnce();
    expect(catalog.queues.get("twice")?.rateLimit?.limit).toBe(1);
    warn.mockRestore();
  });
});
