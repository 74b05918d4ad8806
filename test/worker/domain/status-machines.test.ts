import { describe, expect, it } from "vitest";
import { statusFacts, workerFacts } from "#test/support/status-facts.ts";
import { clockCheck, diskCheck } from "#worker/domain/status-machines.ts";

const GIGABYTE = 1024 ** 3;
const facts = statusFacts();

describe("clockCheck", () => {
  it("is content with clocks that agree", () => {
    expect(clockCheck(facts)).toMatchObject({
      state: "OK",
      summary: expect.stringMatching(/4 ms/),
    });
  });

  it("warns of a worker that is off, however far, and ignores those that are gone", () => {
    const off = (clockAheadMs: number) => ({ workers: [workerFacts({ clockAheadMs })] });
    expect(clockCheck({ ...facts, ...off(-2_500) })).toMatchObject({
      state: "WARNING",
      summary: expect.stringContaining("2.5 s"),
      details: [
        "web: 4 ms behind the database",
        "worker host-1, process 7: 2.5 s behind the database",
      ],
    });
    expect(clockCheck({ ...facts, ...off(31_000) }).state).toBe("WARNING");
    const gone = workerFacts({ clockAheadMs: 31_000, state: "STOPPED" });
    expect(clockCheck({ ...facts, workers: [gone] }).state).toBe("OK");
    const unheard = workerFacts({ clockAheadMs: null });
    expect(clockCheck({ ...facts, workers: [unheard] }).details).toHaveLength(1);
  });
});

describe("diskCheck", () => {
  const withFree = (freeBytes: number) => ({
    ...facts,
    workers: [workerFacts({ disk: { freeBytes, totalBytes: 100 * GIGABYTE } })],
  });

  it("tells of room that runs out, of the database or a worker", () => {
    expect(diskCheck(facts).state).toBe("OK");
    expect(diskCheck(withFree(5 * GIGABYTE))).toMatchObject({
      state: "WARNING",
      summary: expect.stringMatching(/5\.4 GB are free for worker host-1/),
    });
    expect(diskCheck(withFree(GIGABYTE / 2)).state).toBe("FAILED");
    const disk = { freeBytes: 10, totalBytes: GIGABYTE };
    const database = { ...facts.database, disk };
    expect(diskCheck({ ...facts, database }).summary).toMatch(/free for database/);
  });

  it("does not call it well when the database's disk cannot be seen", () => {
    const database = { ...facts.database, disk: undefined };
    expect(diskCheck({ ...facts, database })).toMatchObject({
      state: "UNKNOWN",
      summary: expect.stringContaining("12 MB"),
    });
  });
});
