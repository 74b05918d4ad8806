import { describe, expect, it } from "vitest";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import {
  canEnter,
  ENTERED_FROM,
  FINAL_STATUSES,
  isFinal,
  parseStatusName,
  SLOT_STATUSES,
  statusFlags,
  statusName,
  UNFINISHED_STATUSES,
} from "#worker/domain/run-status.ts";

describe("the state machine", () => {
  it("leaves no final status", () => {
    for (const from of FINAL_STATUSES) {
      expect(RUN_STATUSES.filter((to) => canEnter(from, to))).toEqual([]);
    }
  });

  it("leads from every other status to CANCELED", () => {
    expect([...ENTERED_FROM.CANCELED].sort()).toEqual([...UNFINISHED_STATUSES].sort());
  });

  it("enters no status from itself", () => {
    expect(RUN_STATUSES.filter((status) => canEnter(status, status))).toEqual([]);
  });

  it("reaches every status from a new run", () => {
    const reached = new Set(RUN_STATUSES.filter((status) => ENTERED_FROM[status].length === 0));
    reached.add("QUEUED").add("PENDING_VERSION");
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const to of RUN_STATUSES) {
        if (ENTERED_FROM[to].some((from) => reached.has(from))) reached.add(to);
      }
    }
    expect([...reached].sort()).toEqual([...RUN_STATUSES].sort());
  });

  it("starts only what was admitted, and completes only what executes", () => {
    expect(ENTERED_FROM.EXECUTING).toEqual(["DEQUEUED"]);
    expect(ENTERED_FROM.DEQUEUED).toEqual(["QUEUED"]);
    expect(ENTERED_FROM.COMPLETED).toEqual(["EXECUTING"]);
  });

  it("expires nothing that has started", () => {
    expect(canEnter("QUEUED", "EXPIRED")).toBe(true);
    expect(canEnter("DEQUEUED", "EXPIRED")).toBe(false);
    expect(canEnter("EXECUTING", "EXPIRED")).toBe(false);
  });
});

describe("the groups of statuses", () => {
  it("divide all statuses into final ones and others", () => {
    expect([...FINAL_STATUSES, ...UNFINISHED_STATUSES].sort()).toEqual([...RUN_STATUSES].sort());
    expect(FINAL_STATUSES).toHaveLength(7);
    expect(UNFINISHED_STATUSES.some(isFinal)).toBe(false);
  });

  it("give a slot to what is admitted or executes, not to what waits", () => {
    expect(SLOT_STATUSES).toEqual(["DEQUEUED", "EXECUTING"]);
  });
});

describe("statusFlags", () => {
  const EXPECTED: Record<(typeof RUN_STATUSES)[number], string[]> = {
    PENDING_VERSION: ["isQueued"],
    DELAYED: ["isQueued"],
    QUEUED: ["isQueued"],
    DEQUEUED: ["isExecuting"],
    EXECUTING: ["isExecuting"],
    WAITING: ["isWaiting"],
    COMPLETED: ["isCompleted", "isSuccess"],
    FAILED: ["isCompleted", "isFailed"],
    CANCELED: ["isCompleted", "isFailed", "isCancelled"],
    CRASHED: ["isCompleted", "isFailed"],
    TIMED_OUT: ["isCompleted", "isFailed"],
    EXPIRED: ["isCompleted", "isFailed"],
    SYSTEM_FAILURE: ["isCompleted", "isFailed"],
  };

  it.each(RUN_STATUSES)("are those of the contract for %s", (status) => {
    const flags = statusFlags(status);
    expect(Object.keys(flags)).toHaveLength(7);
    const raised = Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [name] : []));
    expect(raised).toEqual(EXPECTED[status]);
  });
});

describe("status names", () => {
  it("are ours for a client that names the dated version", () => {
    for (const status of RUN_STATUSES) expect(statusName(status, false)).toBe(status);
  });

  it("are older ones for a client that does not", () => {
    const changed = RUN_STATUSES.filter((status) => statusName(status, true) !== status);
    expect(changed.map((status) => [status, statusName(status, true)])).toEqual([
      ["DEQUEUED", "EXECUTING"],
      ["WAITING", "FROZEN"],
    ]);
  });

  it("are read back, old and new", () => {
    for (const status of RUN_STATUSES) expect(parseStatusName(status)).toEqual([status]);
    expect(parseStatusName("FROZEN")).toEqual(["WAITING"]);
    expect(parseStatusName("REATTEMPTING")).toEqual(["EXECUTING"]);
    expect(parseStatusName("INTERRUPTED")).toEqual(["FAILED"]);
    expect(parseStatusName("WAITING_FOR_DEPLOY")).toEqual(["PENDING_VERSION"]);
  });

  it("are refused when unknown", () => {
    expect(parseStatusName("completed")).toBeUndefined();
    expect(parseStatusName("")).toBeUndefined();
    expect(parseStatusName("toString")).toBeUndefined();
  });
});
