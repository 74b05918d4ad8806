import { describe, expect, it } from "vitest";
import { createSemaphore } from "#worker/jobs/semaphore.ts";

describe("a semaphore", () => {
  it("lets no more in than it has places, first come, first served", async () => {
    const semaphore = createSemaphore(2);
    const entered: number[] = [];
    const enter = (name: number) => semaphore.acquire().then(() => entered.push(name));
    const all = Promise.all([1, 2, 3, 4].map(enter));
    await Promise.resolve();
    await Promise.resolve();
    expect(entered).toEqual([1, 2]);
    semaphore.release();
    semaphore.release();
    await all;
    expect(entered).toEqual([1, 2, 3, 4]);
  });

  it("has its places again when everyone has left", async () => {
    const semaphore = createSemaphore(1);
    for (let i = 0; i < 3; i++) {
      await semaphore.acquire();
      semaphore.release();
    }
    await expect(semaphore.acquire()).resolves.toBeUndefined();
  });
});
