import { describe, expect, it } from "vitest";
import { at } from "#test/support/runs.ts";
import { unreachableContext } from "#test/support/unreachable.ts";
import { cached } from "#worker/services/cached.ts";

const start = new Date("2026-05-06T07:08:09.010Z").getTime();

/** A cache whose values are numbered, and the context at so many milliseconds. */
function counting(options: { keepMs?: number; maxEntries?: number } = {}) {
  const reads: string[] = [];
  const load = cached(
    async (_, id) => {
      reads.push(id);
      return `${id}${reads.length}`;
    },
    { maxEntries: 10, ...options },
  );
  const ctx = unreachableContext();
  return { reads, get: (id: string, ms = 0) => load(at(ctx, new Date(start + ms)), id) };
}

describe("cached", () => {
  it("reads a value once, for ever where nothing else is said", async () => {
    const { reads, get } = counting();
    expect(await get("a")).toBe("a1");
    expect(await get("a", 365 * 86_400_000)).toBe("a1");
    expect(await get("b")).toBe("b2");
    expect(reads).toEqual(["a", "b"]);
  });

  it("reads a value again when it has become old", async () => {
    const { get } = counting({ keepMs: 1_000 });
    expect(await get("a")).toBe("a1");
    expect(await get("a", 999)).toBe("a1");
    expect(await get("a", 1_000)).toBe("a2");
    expect(await get("a", 1_999)).toBe("a2");
  });

  it("shares one read between callers that come together", async () => {
    const { reads, get } = counting();
    expect(await Promise.all([get("a"), get("a"), get("a")])).toEqual(["a1", "a1", "a1"]);
    expect(reads).toHaveLength(1);
  });

  it("forgets the value that was read first when there are too many", async () => {
    const { reads, get } = counting({ maxEntries: 2 });
    await get("a");
    await get("b");
    await get("c");
    await get("b");
    await get("c");
    expect(reads).toEqual(["a", "b", "c"]);
    await get("a");
    expect(reads).toEqual(["a", "b", "c", "a"]);
  });

  it("forgets a read that failed", async () => {
    let tries = 0;
    const load = cached(
      async () => {
        tries++;
        if (tries === 1) throw new Error("The database is away");
        return tries;
      },
      { maxEntries: 10 },
    );
    const ctx = unreachableContext();
    await expect(load(ctx, "a")).rejects.toThrow("away");
    expect(await load(ctx, "a")).toBe(2);
    expect(await load(ctx, "a")).toBe(2);
  });

  it("keeps the values of two databases apart", async () => {
    const load = cached(async (ctx) => ctx.db.url, { maxEntries: 10 });
    const [one, two] = [unreachableContext("one"), unreachableContext("two")];
    expect(await load(one, "a")).toBe(one.db.url);
    expect(await load(two, "a")).toBe(two.db.url);
    expect(one.db.url).not.toBe(two.db.url);
  });
});
