import type { StatusFacts, WorkerFacts } from "#worker/domain/status-machines.ts";

export const STATUS_NOW = new Date("2026-03-12T14:03:00Z");
const GIGABYTE = 1024 ** 3;

export function workerFacts(overrides: Partial<WorkerFacts> = {}): WorkerFacts {
  return {
    host: "host-1",
    pid: 7,
    version: "1.0.0",
    state: "ONLINE",
    heartbeatAt: new Date(STATUS_NOW.getTime() - 1000),
    slots: 10,
    executing: 2,
    clockAheadMs: 3,
    disk: { freeBytes: 50 * GIGABYTE, totalBytes: 100 * GIGABYTE },
    ...overrides,
  };
}

/** An installation at which nothing is wrong, and a proof of a minute ago. */
export function statusFacts(overrides: Partial<StatusFacts> = {}): StatusFacts {
  return {
    now: STATUS_NOW,
    environment: { slug: "prod", pausedAt: null, pausedBy: null, concurrencyLimit: 100 },
    deployment: { version: "20260312.1" },
    database: {
      version: "18.0",
      answeredInMs: 2,
      isReadOnly: false,
      connections: { used: 20, max: 100 },
      sizeBytes: 12_000_000,
      disk: { freeBytes: 50 * GIGABYTE, totalBytes: 100 * GIGABYTE },
    },
    migrations: { applied: 11, pending: [], unknown: [], failed: [] },
    web: { version: "1.0.0", nodeVersion: "v24.0.0", pid: 5, clockAheadMs: -4 },
    workers: [workerFacts()],
    proof: {
      state: "PASSED",
      startedAt: new Date(STATUS_NOW.getTime() - 60_000).toISOString(),
      totalMs: 84,
      steps: [],
    },
    ...overrides,
  };
}
