import { describe, expect, it } from "vitest";
import { type WaitFacts, waitBlockers } from "#worker/domain/wait-reason.ts";

const NOW = new Date("2026-03-12T14:03:00.000Z");
const EARLIER = new Date("2026-03-12T14:00:00.000Z");
const LATER = new Date("2026-03-12T14:04:00.000Z");
const HOLDERS = [{ runId: "run_1", task: "hello", since: EARLIER.toISOString() }];

type Settings = NonNullable<WaitFacts["settings"]>;
type Given = Partial<Omit<WaitFacts, "environment" | "settings" | "workers">> & {
  environment?: Partial<WaitFacts["environment"]>;
  settings?: Partial<Settings>;
  workers?: Partial<WaitFacts["workers"]>;
};

/** A queued run that nothing holds. */
function facts({ environment, settings, workers, ...given }: Given): WaitFacts {
  const none = { count: 0, isCapped: false };
  return {
    status: "QUEUED",
    task: "hello",
    queue: "emails",
    key: "",
    dueAt: EARLIER,
    delayUntil: undefined,
    attemptNumber: 0,
    environment: {
      limit: 100,
      running: 3,
      holders: HOLDERS,
      pausedAt: undefined,
      pausedBy: undefined,
      ...environment,
    },
    settings: settings && {
      pausedAt: undefined,
      pausedBy: undefined,
      limit: undefined,
      isOverride: false,
      totalLimit: undefined,
      rate: undefined,
      ...settings,
    },
    lane: { running: 1, holders: HOLDERS },
    whole: { running: 2, holders: HOLDERS },
    currentVersion: "20260312.1",
    pinned: undefined,
    workers: {
      alive: 1,
      draining: 0,
      places: 10,
      executing: 3,
      lastSeenAt: NOW,
      largest: { cpu: 5, memoryMb: 2048 },
      ...workers,
    },
    ahead: none,
    keysAhead: none,
    neededMachine: undefined,
    machine: undefined,
    inside: [],
    ...given,
  };
}

const blockers = (given: Given) => waitBlockers(facts(given), NOW);
const kinds = (given: Given) => blockers(given).map(({ kind }) => kind);
const paused = { pausedAt: EARLIER, pausedBy: "Ada" };
const since = EARLIER.toISOString();
const until = LATER.toISOString();

describe("a queued run", () => {
  it("that nothing holds starts in a moment", () => {
    expect(blockers({})).toEqual([{ kind: "STARTING" }]);
    expect(blockers({ settings: { limit: 2, totalLimit: 3 } })).toEqual([{ kind: "STARTING" }]);
  });

  it("waits for a pause of the environment, then for one of the queue", () => {
    expect(blockers({ environment: paused, settings: paused })).toEqual([
      { kind: "ENVIRONMENT_PAUSED", since, by: "Ada" },
      { kind: "QUEUE_PAUSED", queue: "emails", since, by: "Ada" },
    ]);
    expect(blockers({ environment: { pausedAt: EARLIER } })).toEqual([
      { kind: "ENVIRONMENT_PAUSED", since },
    ]);
  });

  it("waits for a slot of the environment, and names who holds them", () => {
    const full = { limit: 3, running: 3 };
    expect(blockers({ environment: full })).toEqual([
      { kind: "ENVIRONMENT_LIMIT", limit: 3, holders: HOLDERS },
    ]);
    expect(kinds({ environment: { ...full, running: 4 } })).toEqual(["ENVIRONMENT_LIMIT"]);
  });

  it("waits for a slot of its queue, or of its key in it", () => {
    const limited = { kind: "QUEUE_LIMIT", queue: "emails", limit: 1, holders: HOLDERS };
    expect(blockers({ settings: { limit: 1 } })).toEqual([{ ...limited, isOverride: false }]);
    expect(blockers({ key: "acme", settings: { limit: 1, isOverride: true } })).toEqual([
      { ...limited, key: "acme", isOverride: true },
    ]);
  });

  it("waits for a slot that all keys share", () => {
    expect(blockers({ settings: { totalLimit: 2 } })).toEqual([
      { kind: "TOTAL_LIMIT", queue: "emails", limit: 2, holders: HOLDERS },
    ]);
  });

  it("waits for the window of a rate limit, while that is exhausted", () => {
    const rate = { limit: 5, used: 5, endsAt: LATER, isPerKey: false };
    const limited = { kind: "RATE_LIMIT", queue: "emails", limit: 5, until };
    expect(blockers({ key: "acme", settings: { rate } })).toEqual([limited]);
    expect(blockers({ key: "acme", settings: { rate: { ...rate, isPerKey: true } } })).toEqual([
      { ...limited, key: "acme" },
    ]);
    expect(kinds({ settings: { rate: { ...rate, used: 4 } } })).toEqual(["STARTING"]);
    expect(kinds({ settings: { rate: { ...rate, endsAt: NOW } } })).toEqual(["STARTING"]);
  });

  it("waits for a worker where there is none", () => {
    const lastSeenAt = EARLIER;
    expect(blockers({ workers: { alive: 0, lastSeenAt } })).toEqual([
      { kind: "NO_WORKER", lastSeenAt: since },
    ]);
    const never = { alive: 0, lastSeenAt: undefined };
    expect(blockers({ workers: never })).toEqual([{ kind: "NO_WORKER" }]);
    expect(blockers({ workers: { alive: 0, draining: 2 } })).toEqual([
      { kind: "WORKERS_DRAINING", workers: 2 },
    ]);
  });

  it("waits for those before it", () => {
    const ahead = { count: 4, isCapped: false };
    const keysAhead = { count: 2, isCapped: false };
    expect(blockers({ ahead, keysAhead })).toEqual([
      { kind: "IN_LINE", queue: "emails", ahead, keysAhead },
    ]);
    expect(kinds({ keysAhead })).toEqual(["IN_LINE"]);
  });

  it("names everything that holds it, in order", () => {
    const rate = { limit: 5, used: 5, endsAt: LATER, isPerKey: false };
    expect(
      kinds({
        environment: { ...paused, limit: 0 },
        settings: { ...paused, limit: 1, totalLimit: 1, rate },
        workers: { alive: 0 },
        ahead: { count: 1, isCapped: false },
      }),
    ).toEqual([
      "ENVIRONMENT_PAUSED",
      "QUEUE_PAUSED",
      "ENVIRONMENT_LIMIT",
      "QUEUE_LIMIT",
      "TOTAL_LIMIT",
      "RATE_LIMIT",
      "NO_WORKER",
      "IN_LINE",
    ]);
  });

  it("waits for its time, and for what would still hold it then", () => {
    const later = { dueAt: LATER, settings: { ...paused, limit: 1, totalLimit: 1 } };
    expect(kinds(later)).toEqual(["DELAYED", "QUEUE_PAUSED"]);
    expect(
      kinds({
        ...later,
        environment: { limit: 0 },
        settings: { limit: 0, totalLimit: 0 },
        workers: { alive: 0 },
      }),
    ).toEqual(["DELAYED", "ENVIRONMENT_LIMIT", "QUEUE_LIMIT", "TOTAL_LIMIT", "NO_WORKER"]);
    const [retry] = blockers({ ...later, attemptNumber: 2 });
    expect(retry).toEqual({ kind: "RETRY_DUE", until, attempt: 2 });
  });
});

describe("other runs", () => {
  it("are delayed until their time", () => {
    const delayed = { status: "DELAYED", delayUntil: LATER } as const;
    expect(blockers(delayed)).toEqual([{ kind: "DELAYED", until }]);
    expect(kinds({ ...delayed, environment: paused })).toEqual(["DELAYED", "ENVIRONMENT_PAUSED"]);
    expect(blockers({ status: "DELAYED", dueAt: LATER })).toEqual([{ kind: "DELAYED", until }]);
  });

  it("wait for code", () => {
    const status = "PENDING_VERSION";
    const task = "hello";
    expect(blockers({ status })).toEqual([
      { kind: "TASK_NOT_DEPLOYED", task, version: "20260312.1" },
    ]);
    expect(blockers({ status, currentVersion: undefined })).toEqual([{ kind: "NOTHING_DEPLOYED" }]);
    const version = "20260301.1";
    const pinned = { version, isDeployed: false };
    expect(blockers({ status, pinned })).toEqual([{ kind: "VERSION_NOT_DEPLOYED", version }]);
    expect(blockers({ status, pinned: { version, isDeployed: true } })).toEqual([
      { kind: "TASK_NOT_DEPLOYED", task, version },
    ]);
    const beside = { environment: paused, workers: { alive: 0, draining: 1 } };
    expect(kinds({ status, ...beside })).toEqual([
      "TASK_NOT_DEPLOYED",
      "ENVIRONMENT_PAUSED",
      "WORKERS_DRAINING",
    ]);
  });

  it("have a slot and wait for a worker's place", () => {
    const status = "DEQUEUED";
    expect(kinds({ status })).toEqual(["STARTING"]);
    expect(kinds({ status, workers: { alive: 0 } })).toEqual(["NO_WORKER"]);
    const busy = { places: 3, executing: 3 };
    expect(blockers({ status, workers: busy })).toEqual([{ kind: "WORKERS_BUSY", places: 3 }]);
    expect(kinds({ status, workers: busy, machine: "medium-1x" })).toEqual(["WORKERS_BUSY"]);
    expect(kinds({ status, workers: busy, machine: "medium-2x" })).toEqual([
      "NO_WORKER_LARGE_ENOUGH",
    ]);
  });

  it("wait in the queue while all places are taken", () => {
    const busy = { alive: 1, places: 3, executing: 3 };
    expect(kinds({ status: "QUEUED", workers: busy })).toEqual(["WORKERS_BUSY"]);
  });

  it("stand beside their lane while no worker is large enough", () => {
    expect(blockers({ status: "QUEUED", neededMachine: "large-1x" })).toEqual([
      {
        kind: "NO_WORKER_LARGE_ENOUGH",
        machine: "large-1x",
        cpu: 4,
        memoryGb: 8,
        largest: { cpu: 5, memoryGb: 2 },
      },
    ]);
  });

  it("wait inside their code", () => {
    const waits = [{ kind: "TIME", until: LATER.toISOString() } as const];
    expect(blockers({ status: "WAITING", inside: waits })).toEqual([{ kind: "INSIDE", waits }]);
  });

  it("do not wait", () => {
    expect(blockers({ status: "EXECUTING" })).toEqual([]);
    expect(blockers({ status: "COMPLETED", environment: paused })).toEqual([]);
  });
});
