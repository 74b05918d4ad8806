import { describe, expect, it } from "vitest";
import type { StatusProof } from "#sdk/wire/status.ts";
import { STATUS_NOW, statusFacts, workerFacts } from "#test/support/status-facts.ts";
import { installationStatus } from "#worker/domain/installation-status.ts";
import type { StatusFacts } from "#worker/domain/status-machines.ts";

function proofOf(state: StatusProof["state"], startedAt: Date): StatusProof {
  return { state, startedAt: startedAt.toISOString(), steps: [] };
}

const { database, environment, migrations, proof } = statusFacts();
const hourAgo = new Date(STATUS_NOW.getTime() - 3_600_000);

function look(overrides: Partial<StatusFacts> = {}) {
  const status = installationStatus(statusFacts(overrides));
  const states = Object.fromEntries(status.checks.map(({ id, state }) => [id, state]));
  return { ...status, states };
}

describe("installationStatus", () => {
  it("says that runs execute when nothing is wrong and one went through just now", () => {
    const { verdict, checks, summary, at, version } = look();
    expect(verdict).toBe("EXECUTES");
    expect(summary).toMatch(/went through the whole chain/);
    expect(checks.map(({ state }) => state)).toEqual(checks.map(() => "OK"));
    expect([at, version]).toEqual([STATUS_NOW.toISOString(), "1.0.0"]);
  });

  it("does not take no fault for a proof", () => {
    const old = proofOf("PASSED", hourAgo);
    const running = proofOf("RUNNING", STATUS_NOW);
    for (const each of [undefined, old, running]) {
      expect(look({ proof: each })).toMatchObject({
        verdict: "UNPROVEN",
        states: { proof: "UNKNOWN" },
      });
    }
    expect(look({ proof: proofOf("FAILED", hourAgo) }).states.proof).toBe("UNKNOWN");
  });

  it.each<[string, Partial<StatusFacts>, RegExp]>([
    ["no worker", { workers: [] }, /No worker is connected/],
    [
      "workers that drain",
      { workers: [workerFacts({ state: "DRAINING" })] },
      /Every worker is draining/,
    ],
    ["a paused environment", { environment: { ...environment, pausedAt: hourAgo } }, /was paused/],
    [
      "a limit of nothing",
      { environment: { ...environment, concurrencyLimit: 0 } },
      /limit of prod is 0/,
    ],
    ["a standby", { database: { ...database, isReadOnly: true } }, /takes no writes/],
    ["missing migrations", { migrations: { ...migrations, pending: ["a"] } }, /is not applied/],
    ["a broken migration", { migrations: { ...migrations, failed: ["a"] } }, /did not end: a/],
    [
      "a test run that failed",
      {
        proof: {
          state: "FAILED",
          startedAt: STATUS_NOW.toISOString(),
          steps: [],
          message: "It did not end in time.",
        },
      },
      /failed\. It did not end in time/,
    ],
  ])("says that nothing executes for %s, and what to do", (_, overrides, reason) => {
    const { verdict, summary, checks } = look(overrides);
    expect(verdict).toBe("BLOCKED");
    expect(summary).toMatch(/^Nothing executes: /);
    expect(summary).toMatch(reason);
    for (const { advice } of checks.filter(({ state }) => state === "FAILED")) {
      expect(advice).toBeTruthy();
    }
  });

  it.each<[string, Partial<StatusFacts>, RegExp]>([
    [
      "connections that run out",
      { database: { ...database, connections: { used: 95, max: 100 } } },
      /95 of 100 connections/,
    ],
    ["a slow database", { database: { ...database, answeredInMs: 400 } }, /answers in 400 ms/],
    [
      "a newer database",
      { migrations: { ...migrations, unknown: ["b"] } },
      /migrated by a newer version/,
    ],
    ["no deployment", { deployment: undefined }, /Nothing is deployed in prod/],
  ])("warns of %s while runs can execute", (_, overrides, reason) => {
    const { verdict, summary } = look(overrides);
    expect(verdict).toBe("DEGRADED");
    expect(summary).toMatch(reason);
  });

  it("names who paused the environment, and shows the proof", () => {
    const paused = { ...environment, pausedAt: hourAgo, pausedBy: "Ada" };
    const status = look({ environment: paused });
    expect(status.checks.find(({ id }) => id === "environment")?.summary).toContain("by Ada");
    expect(status.proof).toEqual(proof);
  });
});
