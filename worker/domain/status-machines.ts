import type { StatusCheck, StatusProof } from "#sdk/wire/status.ts";

/** What one look at an installation finds. `now` and all ages are by the database's clock. */
export interface StatusFacts {
  now: Date;
  environment: {
    slug: string;
    pausedAt: Date | null;
    pausedBy: string | null;
    concurrencyLimit: number;
  };
  deployment: { version: string } | undefined;
  database: {
    version: string;
    answeredInMs: number;
    isReadOnly: boolean;
    connections: { used: number; max: number };
    sizeBytes: number;
    /** Where its files are, if that can be seen from here. */
    disk: Disk | undefined;
  };
  migrations: { applied: number; pending: string[]; unknown: string[]; failed: string[] };
  web: { version: string; nodeVersion: string; pid: number; clockAheadMs: number };
  /** Newest heartbeat first; those that stopped in the last hour too. */
  workers: WorkerFacts[];
  proof: StatusProof | undefined;
}

export interface WorkerFacts {
  host: string;
  pid: number;
  version: string;
  state: "ONLINE" | "DRAINING" | "SILENT" | "STOPPED";
  heartbeatAt: Date;
  slots: number;
  executing: number;
  /** Against the database, at its last heartbeat. */
  clockAheadMs: number | null;
  /** Where it keeps bundles. */
  disk: Disk | undefined;
}

export interface Disk {
  freeBytes: number;
  totalBytes: number;
}

const CLOCK_WARNING_MS = 1_000;

/** Delays, expiry and waits go by the database's clock; the code of tasks has its machine's. */
export function clockCheck({ web, workers }: StatusFacts): StatusCheck {
  const clocks = [
    { name: "web", aheadMs: web.clockAheadMs },
    ...workers.flatMap(({ host, pid, state, clockAheadMs }) =>
      state === "STOPPED" || clockAheadMs === null
        ? []
        : [{ name: `worker ${host}, process ${pid}`, aheadMs: clockAheadMs }],
    ),
  ];
  const worst = Math.max(...clocks.map(({ aheadMs }) => Math.abs(aheadMs)));
  const base = {
    id: "clocks",
    title: "Clocks",
    details: clocks.map(({ name, aheadMs }) => `${name}: ${offset(aheadMs)} the database`),
  } as const;
  if (worst < CLOCK_WARNING_MS) {
    return {
      ...base,
      state: "OK",
      summary: `Web, workers and database agree within ${Math.max(1, worst)} ms.`,
    };
  }
  return {
    ...base,
    state: "WARNING",
    summary: `A clock is ${seconds(worst)} away from the database's, which decides when runs are due. Code of tasks that looks at the time there is off by as much.`,
    advice: "Let every machine keep its time with NTP (timedatectl set-ntp true).",
  };
}

function offset(ms: number): string {
  if (Math.abs(ms) < 1) return "with";
  return `${seconds(Math.abs(ms))} ${ms > 0 ? "ahead of" : "behind"}`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const GIGABYTE = 1024 ** 3;

export function diskCheck({ database, workers }: StatusFacts): StatusCheck {
  const size = `The database has ${bytes(database.sizeBytes)}.`;
  const disks = [
    ...(database.disk ? [{ name: "database", ...database.disk }] : []),
    ...workers.flatMap(({ host, pid, state, disk }) =>
      state === "STOPPED" || !disk ? [] : [{ name: `worker ${host}, process ${pid}`, ...disk }],
    ),
  ];
  const base = {
    id: "disk",
    title: "Disk",
    details: disks.map(
      ({ name, freeBytes, totalBytes }) =>
        `${name}: ${bytes(freeBytes)} of ${bytes(totalBytes)} free`,
    ),
  } as const;
  const full = disks.find(({ freeBytes }) => freeBytes < GIGABYTE);
  const narrow = disks.find(
    ({ freeBytes, totalBytes }) => freeBytes < totalBytes * 0.1 && freeBytes < 10 * GIGABYTE,
  );
  const bad = full ?? narrow;
  if (bad) {
    return {
      ...base,
      state: full ? "FAILED" : "WARNING",
      summary: `${bytes(bad.freeBytes)} are free for ${bad.name}. ${size}`,
      advice: "Free space, or let RETENTION_DAYS remove ended runs sooner.",
    };
  }
  if (database.disk) return { ...base, state: "OK", summary: `Enough is free. ${size}` };
  return {
    ...base,
    state: "UNKNOWN",
    summary: `${size} How much its machine has free cannot be seen from here.`,
    advice: "Watch the database's disk where it runs.",
  };
}

function bytes(count: number): string {
  if (count < 1_000_000) return `${Math.round(count / 1_000)} kB`;
  if (count < 1_000_000_000) return `${Math.round(count / 1_000_000)} MB`;
  return `${(count / 1_000_000_000).toFixed(1)} GB`;
}
