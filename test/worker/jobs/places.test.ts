import { describe, expect, it } from "vitest";
import type { Room } from "#worker/domain/machine-room.ts";
import { createPlaces, type Place } from "#worker/jobs/places.ts";

/** Places with a clock that the test moves. */
const ONE: Room = { cpu: 1, memoryMb: 100 };

function start(places: number, patienceMs = 20, room: Room = { cpu: 100, memoryMb: 10_000 }) {
  const clock = { now: 0 };
  const all = createPlaces({ places, room, patienceMs, now: () => clock.now });
  return {
    enter: (environmentId: string, needed = ONE) => all.enter(environmentId, needed),
    capacity: all.capacity,
    free: () => all.free(ONE),
    enterNow: () => all.enterNow(ONE),
    /** Neither short nor long. */
    leaveAfterAWhile: (place: Place | null | undefined) => {
      clock.now += 100;
      place?.leave();
    },
    /** Goes in at once, or fails. */
    take: async (environmentId = "a") => {
      const place = await all.enter(environmentId, ONE);
      if (!place) throw new Error("It was turned away.");
      return place;
    },
    /** An attempt from its start to its end. */
    attempt: async (ms: number) => {
      const place = await all.enter("a", ONE);
      clock.now += ms;
      place?.leave();
    },
  };
}

/** What has happened by the next turn of the event loop. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("places", () => {
  it("are given to as many as there are, first come first served", async () => {
    const { enter, leaveAfterAWhile } = start(2, 60_000);
    const entered: number[] = [];
    const places = [1, 2, 3, 4].map(async (name) => {
      const place = await enter("a");
      entered.push(name);
      return place;
    });
    await settled();
    expect(entered).toEqual([1, 2]);
    leaveAfterAWhile(await places[0]);
    await settled();
    expect(entered).toEqual([1, 2, 3]);
    leaveAfterAWhile(await places[1]);
    await settled();
    expect(entered).toEqual([1, 2, 3, 4]);
  });

  it("say when nobody else could begin", async () => {
    const { take } = start(2);
    const [first, second] = [await take(), await take()];
    expect(second.isLast()).toBe(true);
    first.leave();
    expect(second.isLast()).toBe(false);
  });

  it("are given to environments in turn, whatever line one of them has", async () => {
    const { enter, take, leaveAfterAWhile } = start(1, 60_000);
    const first = await take("long");
    const entered: string[] = [];
    let last: Place | null = first;
    const wait = (environmentId: string) =>
      enter(environmentId).then((place) => {
        entered.push(environmentId);
        last = place;
      });
    for (let i = 0; i < 3; i++) void wait("long");
    void wait("short");
    for (let i = 0; i < 4; i++) {
      leaveAfterAWhile(last);
      await settled();
    }
    expect(entered).toEqual(["long", "short", "long", "long"]);
  });

  it("turn away who waits too long", async () => {
    const { enter, take } = start(1);
    const place = await take();
    expect(await enter("a")).toBeNull();
    place.leave();
    expect(await enter("a")).not.toBeNull();
  });
});

describe("letting in ahead", () => {
  it("grows with short attempts, and the capacity with it", async () => {
    const { attempt, take, capacity } = start(1, 60_000);
    expect(capacity()).toBe(1);
    for (let i = 0; i < 20; i++) await attempt(1);
    // Twelve for each place at most.
    expect(capacity()).toBe(25);
    const first = await take();
    const ahead = await take();
    let isReady = false;
    void ahead.ready().then((is) => {
      isReady = is;
    });
    await settled();
    expect(isReady).toBe(false);
    first.leave();
    await settled();
    expect(isReady).toBe(true);
    ahead.leave();
  });

  it("ends with a long one", async () => {
    const { attempt, capacity, enter, take } = start(1);
    for (let i = 0; i < 4; i++) await attempt(1);
    await attempt(251);
    expect(capacity()).toBe(1);
    await take();
    expect(await enter("a")).toBeNull();
  });

  it("ends when one waited in vain, who is told so", async () => {
    const { attempt, capacity, take } = start(1);
    for (let i = 0; i < 4; i++) await attempt(1);
    const first = await take();
    const ahead = await take();
    expect(await ahead.ready()).toBe(false);
    expect(capacity()).toBe(1);
    // Its place was never its own: leaving gives nothing back.
    ahead.leave();
    first.leave();
    const [next] = [await take()];
    expect(await next.ready()).toBe(true);
  });

  it("stays as it is with one in between", async () => {
    const { attempt, capacity } = start(1);
    for (let i = 0; i < 2; i++) await attempt(1);
    await attempt(100);
    expect(capacity()).toBe(5);
  });
});

describe("room", () => {
  it("is given with the places, and comes back with them", async () => {
    const { enter, leaveAfterAWhile } = start(4, 60_000, { cpu: 2, memoryMb: 300 });
    const entered: string[] = [];
    const wait = (name: string, needed: Room) =>
      enter("a", needed).then((place) => {
        entered.push(name);
        return place;
      });
    const first = wait("first", { cpu: 1, memoryMb: 100 });
    void wait("too much cpu", { cpu: 1.5, memoryMb: 100 });
    void wait("behind it", { cpu: 0.5, memoryMb: 100 });
    await settled();
    // What is too large for what is left holds the door, so that it is not passed for ever.
    expect(entered).toEqual(["first"]);
    leaveAfterAWhile(await first);
    await settled();
    expect(entered).toEqual(["first", "too much cpu", "behind it"]);
  });

  it("lets the others pass when a large one has lost its patience", async () => {
    const { enter } = start(4, 20, { cpu: 2, memoryMb: 300 });
    await enter("a");
    const large = enter("a", { cpu: 2, memoryMb: 100 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    const small = enter("b");
    expect(await large).toBeNull();
    expect(await small).not.toBeNull();
  });
});

describe("going in at once", () => {
  it("is for as many as there are places, ahead ones included, and room", async () => {
    const { attempt, enterNow, free } = start(2, 60_000, { cpu: 3, memoryMb: 200 });
    expect(free()).toBe(2);
    for (let i = 0; i < 3; i++) await attempt(1);
    expect(free()).toBe(5);
    const inside = Array.from({ length: 5 }, () => enterNow());
    expect(inside).not.toContain(undefined);
    expect(free()).toBe(0);
    expect(enterNow()).toBeUndefined();
    for (const place of inside) place?.leaveUnused();
    await settled();
    expect(free()).toBe(5);
  });

  it("leaves nothing behind that was not used, and says nothing of how long attempts take", async () => {
    const { attempt, capacity, enterNow, free, take } = start(1, 60_000);
    await attempt(1);
    const before = capacity();
    const [held, ahead] = [enterNow(), enterNow()];
    held?.leaveUnused();
    await settled();
    // The place is the next one's by now.
    expect(await ahead?.ready()).toBe(true);
    ahead?.leaveUnused();
    await settled();
    expect([free(), capacity()]).toEqual([2, before]);
    const first = await take();
    const waiting = enterNow();
    waiting?.leaveUnused();
    first.leaveUnused();
    expect([await waiting?.ready(), free(), capacity()]).toEqual([false, 2, before]);
  });

  it("is not for those who would pass others at the door", async () => {
    const { enter, enterNow, free, take } = start(1, 60_000);
    const first = await take();
    const waits = enter("a");
    expect([free(), enterNow()]).toEqual([0, undefined]);
    first.leaveUnused();
    (await waits)?.leaveUnused();
    expect(free()).toBe(1);
  });
});
