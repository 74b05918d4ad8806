import { describe, expect, it } from "vitest";
import { type AdmissionState, type Lane, planAdmission } from "#worker/domain/admission.ts";

interface Given {
  freeSlots?: number;
  /** `queue/key`, the key may be empty, in the order of their turns; `:n` is the lane's room. */
  lanes: string[];
  queueRoom?: Record<string, number>;
}

function state({ freeSlots = 100, lanes, queueRoom = {} }: Given): AdmissionState {
  return {
    freeSlots,
    lanes: lanes.map((text): Lane => {
      const [path = "", room] = text.split(":");
      const [queue = "", key = ""] = path.split("/");
      return { queue, key, room: room ? Number(room) : undefined, queueRoom: queueRoom[queue] };
    }),
  };
}

/** `queue/key`: count. */
function plan(given: Given): Record<string, number> {
  const { grants } = planAdmission(state(given));
  return Object.fromEntries(grants.map(({ queue, key, count }) => [`${queue}/${key}`, count]));
}

describe("planAdmission", () => {
  it("grants nothing without a free slot or a lane", () => {
    expect(plan({ freeSlots: 0, lanes: ["a/"] })).toEqual({});
    expect(plan({ lanes: [] })).toEqual({});
  });

  it("gives a single lane without a limit every free slot", () => {
    expect(plan({ freeSlots: 7, lanes: ["a/"] })).toEqual({ "a/": 7 });
  });

  it("gives a lane no more than its room", () => {
    expect(plan({ lanes: ["a/:2", "a/x:1"] })).toEqual({ "a/": 2, "a/x": 1 });
  });

  it("gives all lanes of a queue together no more than the queue's room", () => {
    const given = { freeSlots: 9, lanes: ["a/x", "b/", "a/y", "a/z"], queueRoom: { a: 2 } };
    expect(plan(given)).toEqual({ "a/x": 1, "a/y": 1, "b/": 7 });
  });

  it("deals slots to queues in turn", () => {
    expect(plan({ freeSlots: 3, lanes: ["a/", "b/"] })).toEqual({ "a/": 2, "b/": 1 });
  });

  it("deals a queue's slots to its keys in turn", () => {
    expect(plan({ freeSlots: 4, lanes: ["a/busy", "a/quiet", "a/new"] })).toEqual({
      "a/busy": 2,
      "a/quiet": 1,
      "a/new": 1,
    });
  });

  it("treats a queue with many keys as one queue among the others", () => {
    expect(plan({ freeSlots: 4, lanes: ["a/1", "b/", "a/2", "a/3"] })).toEqual({
      "a/1": 1,
      "a/2": 1,
      "b/": 2,
    });
  });

  it("passes the turns of a full lane on to those with room", () => {
    expect(plan({ freeSlots: 10, lanes: ["a/:1", "b/"] })).toEqual({ "a/": 1, "b/": 9 });
  });

  it("stops when every lane is full, with slots left over", () => {
    expect(plan({ freeSlots: 10, lanes: ["a/:1", "b/:2"] })).toEqual({ "a/": 1, "b/": 2 });
  });

  it("says who was given the last slot, of the queues and of the keys of each", () => {
    const { lastQueue, lastKeys } = planAdmission(
      state({ freeSlots: 4, lanes: ["a/1", "b/1", "a/2", "b/2", "a/3"] }),
    );
    expect(lastQueue).toBe("b");
    expect([...lastKeys]).toEqual([
      ["a", "2"],
      ["b", "2"],
    ]);
  });

  it("names nobody when nothing was given", () => {
    const { lastQueue, lastKeys } = planAdmission(state({ lanes: [] }));
    expect({ lastQueue, size: lastKeys.size }).toEqual({ lastQueue: undefined, size: 0 });
  });

  it("changes nothing of what it was given", () => {
    const given = state({ lanes: ["b/:1", "a/"] });
    const before = structuredClone(given);
    planAdmission(given);
    expect(given).toEqual(before);
  });
});
