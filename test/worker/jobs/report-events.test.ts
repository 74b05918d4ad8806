import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { reportEvents } from "#worker/jobs/report-events.ts";

function log(message: string): RunnerEvent {
  return { kind: "log", at: 1, level: "LOG", message };
}

describe("reportEvents", () => {
  it("writes what comes in one turn of the event loop together", async () => {
    const batches: RunnerEvent[][] = [];
    const writing = Promise.withResolvers<void>();
    const { report, takeRest, written } = reportEvents((events) => {
      batches.push(events);
      return writing.promise;
    });
    report([log("a")]);
    report([log("b")]);
    expect(batches).toEqual([]);
    await nextTurn();
    expect(batches).toEqual([[log("a"), log("b")]]);
    expect(takeRest()).toEqual([]);
    let isWritten = false;
    const done = written().then(() => {
      isWritten = true;
    });
    await nextTurn();
    expect(isWritten).toBe(false);
    writing.resolve();
    await done;
  });

  it("gives what is not written yet to whoever ends the attempt", async () => {
    const batches: RunnerEvent[][] = [];
    const { report, takeRest, written } = reportEvents(async (events) => {
      batches.push(events);
    });
    report([log("a")]);
    await nextTurn();
    report([log("b")]);
    report([log("c")]);
    expect(takeRest()).toEqual([log("b"), log("c")]);
    await nextTurn();
    await written();
    expect(batches).toEqual([[log("a")]]);
  });

  it("keeps the limit of an attempt", () => {
    const { report, takeRest } = reportEvents(async () => {});
    report(Array.from({ length: 21_000 }, () => log("x")));
    expect(takeRest()).toHaveLength(20_002);
  });
});
