import { describe, expect, it } from "vitest";
import {
  type AdmissionState,
  type Lane,
  laneId,
  planAdmission,
  type QueueLimits,
} from "#worker/domain/admission.ts";

interface Given {
  freeSlots?: number;
  /** `queue/key@order`, the key may be empty. */
  lanes: string[];
  limits?: Record<string, Partial<QueueLimits>>;
  inUse?: Record<string, number>;
}

function state({ freeSlots = 100, lanes, limits = {}, inUse = {} }: Given): AdmissionState {
  return {
    freeSlots,
    lanes: lanes.map(parseLane),
    limits: new Map(
      Object.entries(limits).map(([name, given]) => [
        name,
        { limit: undefined, isPaused: false, ...given },
      ]),
    ),
    inUse: new Map(
      Object.entries(inUse).map(([lane, count]) => {
        const { queue, key } = parseLane(`${lane}@0`);
        return [laneId(queue, key), count];
      }),
    ),
  };
}

function parseLane(text: string): Lane {
  const [path = "", order] = text.split("@");
  const [queue = "", key = ""] = path.split("/");
  return { queue, key, headOrder: Number(order) };
}

/** `queue/key`: count. */
function plan(given: Given): Record<string, number> {
  return Object.fromEntries(
    planAdmission(state(given)).map(({ queue, key, count }) => [`${queue}/${key}`, count]),
  );
}

describe("planAdmission", () => {
  it("grants nothing without a free slot", () => {
    expect(plan({ freeSlots: 0, lanes: ["a/@1"] })).toEqual({});
  });

  it("grants nothing when more slots are in use than there are", () => {
    expect(plan({ freeSlots: -3, lanes: ["a/@1"] })).toEqual({});
  });

  it("grants nothing without a lane", () => {
    expect(plan({ lanes: [] })).toEqual({});
  });

  it("gives a single lane without a limit every free slot", () => {
    expect(plan({ freeSlots: 7, lanes: ["a/@1"] })).toEqual({ "a/": 7 });
  });

  it("gives a lane no more than its queue's limit", () => {
    expect(plan({ lanes: ["a/@1"], limits: { a: { limit: 2 } } })).toEqual({ "a/": 2 });
  });

  it("counts what a lane has in use against its limit", () => {
    const given = { lanes: ["a/@1"], limits: { a: { limit: 3 } }, inUse: { "a/": 2 } };
    expect(plan(given)).toEqual({ "a/": 1 });
  });

  it("skips a lane that is at its limit, or above a limit that was lowered", () => {
    const limits = { a: { limit: 1 }, b: { limit: 1 } };
    const inUse = { "a/": 1, "b/": 5 };
    expect(plan({ lanes: ["a/@1", "b/@2", "c/@3"], limits, inUse, freeSlots: 1 })).toEqual({
      "c/": 1,
    });
  });

  it("starts nothing of a queue with the limit 0", () => {
    expect(plan({ lanes: ["a/@1"], limits: { a: { limit: 0 } } })).toEqual({});
  });

  it("starts nothing of a paused queue and goes on with the others", () => {
    const given = { freeSlots: 2, lanes: ["a/@1", "b/@2"], limits: { a: { isPaused: true } } };
    expect(plan(given)).toEqual({ "b/": 2 });
  });

  it("gives each concurrency key the queue's limit of its own", () => {
    const given = { lanes: ["a/x@1", "a/y@2"], limits: { a: { limit: 2 } }, inUse: { "a/x": 1 } };
    expect(plan(given)).toEqual({ "a/x": 1, "a/y": 2 });
  });

  it("deals slots to queues in turn, whichever waits longest first", () => {
    expect(plan({ freeSlots: 3, lanes: ["young/@9", "old/@1"] })).toEqual({
      "old/": 2,
      "young/": 1,
    });
  });

  it("serves a young queue before the second run of an old one", () => {
    expect(plan({ freeSlots: 2, lanes: ["old/@1", "young/@9"] })).toEqual({
      "old/": 1,
      "young/": 1,
    });
  });

  it("deals a queue's slots to its keys in turn", () => {
    expect(plan({ freeSlots: 4, lanes: ["a/busy@1", "a/quiet@2", "a/new@3"] })).toEqual({
      "a/busy": 2,
      "a/quiet": 1,
      "a/new": 1,
    });
  });

  it("treats a queue with many keys as one queue among the others", () => {
    expect(plan({ freeSlots: 4, lanes: ["a/1@1", "a/2@2", "a/3@3", "b/@4"] })).toEqual({
      "a/1": 1,
      "a/2": 1,
      "b/": 2,
    });
  });

  it("passes the turns of a full lane on to those with room", () => {
    const given = { freeSlots: 10, lanes: ["a/@1", "b/@2"], limits: { a: { limit: 1 } } };
    expect(plan(given)).toEqual({ "a/": 1, "b/": 9 });
  });

  it("stops when every lane is full, with slots left over", () => {
    const limits = { a: { limit: 1 }, b: { limit: 2 } };
    expect(plan({ freeSlots: 10, lanes: ["a/@1", "b/@2"], limits })).toEqual({ "a/": 1, "b/": 2 });
  });

  it("changes nothing of what it was given", () => {
    const given = state({ lanes: ["b/@2", "a/@1"], limits: { a: { limit: 1 } } });
    const before = structuredClone(given);
    planAdmission(given);
    expect(given).toEqual(before);
  });
});

describe("laneId", () => {
  it("tells lanes apart whose names run into each other", () => {
    expect(laneId("a", "bc")).not.toBe(laneId("ab", "c"));
    expect(laneId("a/b", "")).not.toBe(laneId("a", "/b"));
  });
});
