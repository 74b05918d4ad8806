import { describe, expect, it } from "vitest";
import { STATUS_NOW, statusFacts, workerFacts } from "#test/support/status-facts.ts";
import { ago, workerCheck } from "#worker/domain/status-workers.ts";

const check = (...workers: ReturnType<typeof workerFacts>[]) =>
  workerCheck(statusFacts({ workers }));

describe("workerCheck", () => {
  it("counts those that take work and names each with its last heartbeat", () => {
    expect(check(workerFacts(), workerFacts({ pid: 8, state: "DRAINING" }))).toMatchObject({
      state: "OK",
      summary: "1 takes work, last heartbeat 1 s ago.",
      details: [
        "host-1, process 7: online, last heartbeat 1 s ago, executes 2 of 10",
        "host-1, process 8: draining, last heartbeat 1 s ago, executes 2 of 10",
      ],
    });
  });

  it("fails without one that takes work", () => {
    const minutesAgo = new Date(STATUS_NOW.getTime() - 300_000);
    const stopped = workerFacts({ state: "STOPPED", heartbeatAt: minutesAgo });
    expect(check(stopped)).toMatchObject({
      state: "FAILED",
      summary: expect.stringContaining("seen 5 min ago"),
    });
    expect(check(workerFacts({ state: "SILENT" })).summary).toMatch(/heard of for 15 seconds/);
    expect(check(workerFacts({ state: "DRAINING" })).advice).toMatch(/Resume/);
  });

  it("warns of another version, and of a silent one beside a well one", () => {
    expect(check(workerFacts({ version: "0.9.0" }))).toMatchObject({
      state: "WARNING",
      summary: expect.stringContaining("version 0.9.0, this is 1.0.0"),
    });
    expect(check(workerFacts(), workerFacts({ pid: 8, state: "SILENT" })).state).toBe("WARNING");
  });
});

describe("ago", () => {
  it.each([
    [500, "1 s ago"],
    [119_000, "119 s ago"],
    [120_000, "2 min ago"],
    [7_200_000, "2 h ago"],
    [-5_000, "0 s ago"],
  ])("%i ms is %s", (ms, text) => {
    expect(ago(STATUS_NOW, new Date(STATUS_NOW.getTime() - ms))).toBe(text);
  });
});
