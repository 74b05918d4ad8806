import type pg from "pg";
import { friendlyId } from "#worker/domain/ids.ts";
import { presetOf } from "#worker/domain/machine-room.ts";
import type { Count, SlotHolder } from "#worker/domain/views.ts";
import type { WaitFacts } from "#worker/domain/wait-reason.ts";
import { readInside } from "./inside.ts";
import {
  AHEAD_CAP,
  type FactsRow,
  type HolderRow,
  KEYS_AHEAD_CAP,
  type LineRow,
  readFacts,
  readLine,
  type WaitingRun,
} from "./sql.ts";

export interface WaitReading {
  facts: WaitFacts;
  tags: string[];
  batchId: string | null;
  since: Date;
  /** Only while that still counts. */
  expiresAt: Date | undefined;
}

/** One statement, and a second one for a run in the queue or inside its code. Null when the environment has no such run. */
export async function readWaitFacts(pool: pg.Pool, run: WaitingRun): Promise<WaitReading | null> {
  const row = await readFacts(pool, run);
  if (!row) return null;
  const line = row.status === "QUEUED" ? await readLine(pool, run) : undefined;
  const inside = row.status === "WAITING" ? await readInside(pool, run.runId) : [];
  return {
    facts: { ...toFacts(row, line), inside },
    tags: row.tags,
    batchId: row.batchId,
    since: waitsSince(row),
    expiresAt: row.startedAt ? undefined : (row.expiresAt ?? undefined),
  };
}

function waitsSince({ status, createdAt, queuedAt, updatedAt }: FactsRow): Date {
  // It is queued when its delay is over, which is still to come.
  if (status === "DELAYED") return createdAt;
  return status === "QUEUED" ? queuedAt : updatedAt;
}

function toFacts(row: FactsRow, line: LineRow | undefined): Omit<WaitFacts, "inside"> {
  const { status, task, queue, key, dueAt, attemptNumber } = row;
  return {
    ...{ status, task, queue, key, dueAt, attemptNumber },
    delayUntil: row.delayUntil ?? undefined,
    environment: {
      limit: row.environmentLimit,
      running: row.environmentRunning,
      holders: toHolders(line?.environment),
      pausedAt: row.environmentPausedAt ?? undefined,
      pausedBy: row.environmentPausedBy ?? undefined,
    },
    settings: row.isDeclared ? toSettings(row) : undefined,
    lane: { running: row.laneRunning, holders: toHolders(line?.lane) },
    whole: { running: row.queueRunning, holders: toHolders(line?.queue) },
    currentVersion: row.currentVersion ?? undefined,
    pinned:
      row.pinnedVersion === null
        ? undefined
        : { version: row.pinnedVersion, isDeployed: row.isPinnedDeployed },
    workers: {
      alive: row.workersAlive,
      draining: row.workersDraining,
      places: row.places,
      executing: row.executing,
      lastSeenAt: row.lastSeenAt ?? undefined,
      largest: { cpu: row.largestCpu, memoryMb: row.largestMemoryMb },
    },
    neededMachine: row.neededMachine === null ? undefined : presetOf(row.neededMachine),
    machine: row.machine === null ? undefined : presetOf(row.machine),
    ahead: capped(line?.ahead, AHEAD_CAP),
    keysAhead: capped(line?.keysAhead, KEYS_AHEAD_CAP),
  };
}

function toSettings(row: FactsRow): WaitFacts["settings"] {
  return {
    pausedAt: row.queuePausedAt ?? undefined,
    pausedBy: row.queuePausedBy ?? undefined,
    limit: row.queueLimit ?? undefined,
    isOverride: row.isOverride,
    totalLimit: row.totalLimit ?? undefined,
    rate:
      row.rateLimit !== null && row.rateUsed !== null && row.rateEndsAt
        ? {
            limit: row.rateLimit,
            used: row.rateUsed,
            endsAt: row.rateEndsAt,
            isPerKey: row.rateScope === "KEY",
          }
        : undefined,
  };
}

function toHolders(rows: HolderRow[] = []): SlotHolder[] {
  return rows.map(({ id, task, since }) => ({
    runId: friendlyId("run", id),
    task,
    since: new Date(since).toISOString(),
  }));
}

function capped(count = 0, cap: number): Count {
  return { count, isCapped: count > cap };
}
