import { describe, expect, it } from "vitest";
import { until } from "#test/support/until.ts";
import { gather } from "#worker/services/gather.ts";

/** A service whose batches wait until they are let go. */
function holding<T>() {
  const batches: { items: T[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const serve = (items: T[]) =>
    new Promise<T[]>((resolve, reject) => {
      batches.push({ items, answer: () => resolve(items), fail: reject });
    });
  return { batches, serve };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("gather", () => {
  it("serves calls of the same moment with one batch and answers each in its place", async () => {
    const batches: number[][] = [];
    const call = gather(async (items: number[]) => {
      batches.push(items);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([call(1), call(2), call(3)])).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it("gathers the next batch while as many as may be are served", async () => {
    const { batches, serve } = holding<number>();
    const call = gather(serve, { maxInFlight: 1 });
    const first = call(1);
    await nextTurn();
    const rest = [call(2), call(3)];
    await nextTurn();
    expect(batches.map((batch) => batch.items)).toEqual([[1]]);
    batches[0]?.answer();
    await first;
    await nextTurn();
    expect(batches.map((batch) => batch.items)).toEqual([[1], [2, 3]]);
    batches[1]?.answer();
    expect(await Promise.all(rest)).toEqual([2, 3]);
  });

  it("serves as many batches side by side as it may", async () => {
    const { batches, serve } = holding<number>();
    const call = gather(serve, { maxInFlight: 2 });
    const calls: Promise<number>[] = [];
    for (const item of [1, 2, 3]) {
      calls.push(call(item));
      await nextTurn();
    }
    expect(batches).toHaveLength(2);
    for (const batch of batches) batch.answer();
    await nextTurn();
    await nextTurn();
    batches[2]?.answer();
    expect(await Promise.all(calls)).toEqual([1, 2, 3]);
  });

  it("makes no batch larger than it may be", async () => {
    const sizes: number[] = [];
    const call = gather(
      async (items: number[]) => {
        sizes.push(items.length);
        return items;
      },
      { maxBatch: 4 },
    );
    const items = Array.from({ length: 10 }, (_, index) => index);
    expect(await Promise.all(items.map(call))).toEqual(items);
    expect(sizes).toEqual([4, 4, 2]);
  });

  it("rests after a batch of many as long as it took, and not after one of few", async () => {
    const { batches, serve } = holding<number>();
    const call = gather(serve, { restAfter: 2 });
    const many = [call(1), call(2)];
    await nextTurn();
    const few = call(3);
    await new Promise((resolve) => setTimeout(resolve, 20));
    batches[0]?.answer();
    expect(await Promise.all(many)).toEqual([1, 2]);
    await nextTurn();
    expect(batches).toHaveLength(1);
    await until("the end of the rest", () => batches.length === 2);
    const next = call(4);
    batches[1]?.answer();
    await few;
    await nextTurn();
    expect(batches).toHaveLength(3);
    batches[2]?.answer();
    expect(await next).toBe(4);
  });

  it("rejects the calls of a batch that failed, and serves the next", async () => {
    let isBroken = true;
    const call = gather(async (items: number[]) => {
      if (isBroken) throw new Error("Away");
      return items;
    });
    const results = await Promise.allSettled([call(1), call(2)]);
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected"]);
    isBroken = false;
    expect(await call(3)).toBe(3);
  });

  it("rejects a call that the batch has no answer for", async () => {
    const call = gather(async (items: number[]) => items.slice(0, 1));
    const [first, second] = await Promise.allSettled([call(1), call(2)]);
    expect(first).toMatchObject({ value: 1 });
    expect(second).toMatchObject({ reason: { message: expect.stringContaining("fewer") } });
  });

  it("gives undefined where that is the answer", async () => {
    const call = gather(async (items: number[]) => items.map(() => undefined));
    expect(await call(1)).toBeUndefined();
  });
});
