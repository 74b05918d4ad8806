import { describe, expect, it } from "vitest";
import { type Facts, findFaults, longestNotice } from "./harness/checker.ts";
import type { LedgerEntry } from "./harness/ledger.ts";

/** A run that was accepted, executed once from 100 to 200, and completed at 210. */
function goodDay(): Facts {
  return {
    accepted: [{ run: "a" }],
    runs: [{ id: "a", task: "ledger", status: "COMPLETED", queue: "q", key: "", finishedAt: 210 }],
    attempts: [{ run: "a", number: 1, status: "COMPLETED", startedAt: 90 }],
    steps: [
      { run: "a", status: "DEQUEUED", attempt: 0 },
      { run: "a", status: "EXECUTING", attempt: 1 },
      { run: "a", status: "COMPLETED", attempt: 1 },
    ],
    ledger: [line("start", 100), line("end", 200)],
  };
}

function line(
  phase: LedgerEntry["phase"],
  at: number,
  more: Partial<LedgerEntry> = {},
): LedgerEntry {
  return { run: "a", attempt: 1, pid: 1, phase, at, ...more };
}

/** The same day with one thing wrong. */
function faultsOf(change: (facts: Facts) => void): string[] {
  const facts = goodDay();
  change(facts);
  return findFaults(facts);
}

/** A second run, beside the first one. */
function another(facts: Facts, from: number, to: number, key = ""): void {
  const [run] = facts.runs;
  const [attempt] = facts.attempts;
  if (!run || !attempt) return;
  facts.accepted.push({ run: "b" });
  facts.runs.push({ ...run, id: "b", key, finishedAt: to + 10 });
  facts.attempts.push({ ...attempt, run: "b", startedAt: from - 10 });
  facts.steps.push(...facts.steps.map((step) => ({ ...step, run: "b" })));
  facts.ledger.push(
    line("start", from, { run: "b", pid: 2 }),
    line("end", to, { run: "b", pid: 2 }),
  );
}

describe("the checker", () => {
  it("finds nothing on a good day", () => {
    expect(findFaults(goodDay())).toEqual([]);
    expect(faultsOf((facts) => another(facts, 100, 200))).toEqual([]);
  });

  it.each<[string, (facts: Facts) => void, RegExp]>([
    [
      "a trigger without a run",
      ({ accepted }) => accepted.push({ run: "x" }),
      /x was accepted and is not there/,
    ],
    ["a run without a trigger", (facts) => facts.accepted.pop(), /a was asked for by nobody/],
    [
      "two triggers with one run",
      ({ accepted }) => accepted.push({ run: "a" }),
      /given the run of another/,
    ],
    [
      "two runs of one key",
      (facts) => {
        another(facts, 300, 400);
        facts.accepted = facts.accepted.map(({ run }) => ({ run, idempotencyKey: "k" }));
      },
      /the key k made 2 runs/,
    ],
    [
      "a run that has not ended",
      (facts) => {
        facts.runs = facts.runs.map((run) => ({
          ...run,
          status: "EXECUTING",
          finishedAt: undefined,
        }));
      },
      /has not ended: EXECUTING/,
    ],
    [
      "a completed run without a completed attempt",
      (facts) => facts.attempts.pop(),
      /COMPLETED with 0 completed/,
    ],
    [
      "an open attempt",
      ({ attempts }) => attempts.push({ run: "a", number: 2, status: "EXECUTING", startedAt: 300 }),
      /open attempt/,
    ],
    [
      "a step that is not allowed",
      ({ steps }) => steps.splice(0, 1),
      /went from QUEUED to EXECUTING/,
    ],
    [
      "a timeline that says something else",
      ({ steps }) => steps.pop(),
      /its timeline says EXECUTING/,
    ],
    [
      "two attempts at once",
      ({ ledger }) => ledger.push(line("start", 199, { attempt: 2, pid: 2 })),
      /attempts 1 and 2 overlap by 1 ms/,
    ],
    [
      "a process that lives on beside the next attempt",
      ({ ledger }) => ledger.push(line("start", 201, { attempt: 2, pid: 2 }), line("tick", 204)),
      /attempts 1 and 2 overlap by 3 ms/,
    ],
    [
      "a start after the end",
      ({ ledger }) => ledger.push(line("start", 211, { pid: 2 })),
      /began 1 ms after COMPLETED/,
    ],
    [
      "an attempt that began twice",
      ({ ledger }) => ledger.push(line("start", 205, { pid: 2 })),
      /attempt 1 began 2 times, not 1/,
    ],
    [
      "code that began before its start was written",
      (facts) => {
        facts.attempts = facts.attempts.map((attempt) => ({ ...attempt, startedAt: 1_101 }));
      },
      /began 1001 ms before its start was written/,
    ],
    ["an end that never came", (facts) => facts.ledger.pop(), /never came to its end/],
    [
      "an execution of no run",
      ({ ledger }) => ledger.push(line("start", 1, { run: "x" })),
      /x executed and is no run/,
    ],
  ])("finds %s", (_, change, fault) => {
    expect(faultsOf(change).join("\n")).toMatch(fault);
  });

  it.each([
    { limits: { environment: 1 }, fault: /the environment: 2 at once, limit 1/ },
    { limits: { queues: { q: { total: 1 } } }, fault: /queue q: 2 at once, limit 1/ },
    { limits: { queues: { q: { perKey: 1 } } }, fault: /queue q, key “”: 2 at once, limit 1/ },
  ])("finds a limit that was exceeded for a moment: $fault", ({ limits, fault }) => {
    const facts = goodDay();
    another(facts, 199, 300);
    expect(findFaults({ ...facts, limits }).join()).toMatch(fault);
    const inTurn = goodDay();
    another(inTurn, 200, 300);
    expect(findFaults({ ...inTurn, limits })).toEqual([]);
    // Over within a millisecond, in the middle of the other one.
    const short = goodDay();
    another(short, 150, 150);
    expect(findFaults({ ...short, limits }).join()).toMatch(fault);
  });

  it.each(["queue", "key"] as const)("finds a rate that was exceeded, of a %s", (scope) => {
    const limits = { queues: { q: { rate: { limit: 1, periodMs: 100, scope } } } };
    const facts = goodDay();
    // In the middle of any window that would begin with the first.
    another(facts, 199, 300);
    expect(findFaults({ ...facts, limits }).join()).toMatch(/2 starts within 99 ms, 1 in 100/);
    const inTurn = goodDay();
    another(inTurn, 200, 300);
    expect(findFaults({ ...inTurn, limits })).toEqual([]);
    const beside = goodDay();
    another(beside, 150, 300, "other");
    expect(findFaults({ ...beside, limits })).toHaveLength(scope === "key" ? 0 : 1);
  });

  it("gives a canceled run's slot back at once, and its process a moment to hear of it", () => {
    const facts = goodDay();
    another(facts, 160, 300);
    const canceled = { status: "CANCELED", finishedAt: 150 } as const;
    facts.runs = facts.runs.map((run) => (run.id === "a" ? { ...run, ...canceled } : run));
    facts.attempts = facts.attempts.map((attempt) =>
      attempt.run === "a" ? { ...attempt, status: "CANCELED" } : attempt,
    );
    facts.steps = facts.steps.map((step) =>
      step.run === "a" && step.status === "COMPLETED" ? { ...step, status: "CANCELED" } : step,
    );
    expect(findFaults({ ...facts, limits: { environment: 1 } })).toEqual([]);
    expect(longestNotice(facts)).toBe(0);
    facts.ledger.push(line("start", 1_000, { pid: 3 }));
    expect(findFaults(facts).join()).toMatch(/began 850 ms after CANCELED/);
    expect(longestNotice(facts)).toBe(850);
  });
});
