import { MACHINE_PRESETS, type MachinePreset } from "#sdk/wire/machine.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { fitsInto, type Room, roomOf } from "./machine-room.ts";
import type { Count, InsideWait, SlotHolder, WaitBlocker } from "./views.ts";

/** What is known about a run and everything that could hold it, read at one moment. */
export interface WaitFacts {
  status: RunStatus;
  task: string;
  queue: string;
  /** Empty: none. */
  key: string;
  /** It may start from then on. */
  dueAt: Date;
  delayUntil: Date | undefined;
  attemptNumber: number;
  environment: Limited & { pausedAt: Date | undefined; pausedBy: string | undefined };
  /** Undefined: no deployment has declared the queue. */
  settings:
    | {
        pausedAt: Date | undefined;
        pausedBy: string | undefined;
        limit: number | undefined;
        isOverride: boolean;
        totalLimit: number | undefined;
        rate: { limit: number; used: number; endsAt: Date; isPerKey: boolean } | undefined;
      }
    | undefined;
  /** Runs that hold a slot, of the run's key and of its whole queue. */
  lane: { running: number; holders: SlotHolder[] };
  whole: { running: number; holders: SlotHolder[] };
  /** Of the current deployment; undefined: nothing is deployed. */
  currentVersion: string | undefined;
  /** The version it asks for, or is locked to. */
  pinned: { version: string; isDeployed: boolean } | undefined;
  workers: {
    /** That take work. */
    alive: number;
    draining: number;
    places: number;
    executing: number;
    lastSeenAt: Date | undefined;
    largest: Room;
  };
  /** Set while no worker is large enough for it. */
  neededMachine: MachinePreset | undefined;
  /** Once it has been admitted: the one it runs on. */
  machine: MachinePreset | undefined;
  ahead: Count;
  keysAhead: Count;
  /** Of a run that waits inside its code. */
  inside: InsideWait[];
}

interface Limited {
  limit: number;
  running: number;
  holders: SlotHolder[];
}

/** What holds the run, the first thing first. Nothing for a run that executes or is over. */
export function waitBlockers(facts: WaitFacts, now: Date): WaitBlocker[] {
  switch (facts.status) {
    case "DELAYED":
      return [{ kind: "DELAYED", until: iso(facts.delayUntil ?? facts.dueAt) }, ...lasting(facts)];
    case "PENDING_VERSION":
      return [missingCode(facts), ...lasting(facts)];
    case "QUEUED":
      return queued(facts, now);
    case "DEQUEUED":
      return [noWorker(facts) ?? outgrown(facts) ?? busyWorkers(facts) ?? { kind: "STARTING" }];
    case "WAITING":
      return [{ kind: "INSIDE", waits: facts.inside }];
    default:
      return [];
  }
}

function queued(facts: WaitFacts, now: Date): WaitBlocker[] {
  const { dueAt, attemptNumber } = facts;
  if (dueAt > now) {
    const until = iso(dueAt);
    return attemptNumber > 0
      ? [{ kind: "RETRY_DUE", until, attempt: attemptNumber }, ...lasting(facts)]
      : [{ kind: "DELAYED", until }, ...lasting(facts)];
  }
  const found = [
    ...pauses(facts),
    environmentLimit(facts),
    queueLimit(facts),
    totalLimit(facts),
    rateLimit(facts, now),
    noWorker(facts) ?? tooLarge(facts) ?? busyWorkers(facts),
    inLine(facts),
  ].filter((blocker) => blocker !== undefined);
  return found.length > 0 ? found : [{ kind: "STARTING" }];
}

/** What holds a run that has something else to wait for first: not slots, which others free meanwhile, but what stays as it is. */
function lasting(facts: WaitFacts): WaitBlocker[] {
  const { environment, settings } = facts;
  return [
    ...pauses(facts),
    environment.limit === 0 ? environmentLimit(facts) : undefined,
    settings?.limit === 0 ? queueLimit(facts) : undefined,
    settings?.totalLimit === 0 ? totalLimit(facts) : undefined,
    noWorker(facts) ?? tooLarge(facts),
  ].filter((blocker) => blocker !== undefined);
}

function pauses({ environment, settings, queue }: WaitFacts): WaitBlocker[] {
  const blockers: WaitBlocker[] = [];
  if (environment.pausedAt) {
    blockers.push({
      kind: "ENVIRONMENT_PAUSED",
      since: iso(environment.pausedAt),
      ...(environment.pausedBy !== undefined && { by: environment.pausedBy }),
    });
  }
  if (settings?.pausedAt) {
    blockers.push({
      kind: "QUEUE_PAUSED",
      queue,
      since: iso(settings.pausedAt),
      ...(settings.pausedBy !== undefined && { by: settings.pausedBy }),
    });
  }
  return blockers;
}

function environmentLimit({ environment }: WaitFacts): WaitBlocker | undefined {
  const { limit, running, holders } = environment;
  return running >= limit ? { kind: "ENVIRONMENT_LIMIT", limit, holders } : undefined;
}

function queueLimit({ settings, lane, queue, key }: WaitFacts): WaitBlocker | undefined {
  if (settings?.limit === undefined || lane.running < settings.limit) return undefined;
  const { limit, isOverride } = settings;
  return { kind: "QUEUE_LIMIT", queue, ...withKey(key), limit, isOverride, holders: lane.holders };
}

function totalLimit({ settings, whole, queue }: WaitFacts): WaitBlocker | undefined {
  if (settings?.totalLimit === undefined || whole.running < settings.totalLimit) return undefined;
  return { kind: "TOTAL_LIMIT", queue, limit: settings.totalLimit, holders: whole.holders };
}

function rateLimit({ settings, queue, key }: WaitFacts, now: Date): WaitBlocker | undefined {
  const rate = settings?.rate;
  if (!rate || rate.used < rate.limit || rate.endsAt <= now) return undefined;
  const { limit, endsAt, isPerKey } = rate;
  return { kind: "RATE_LIMIT", queue, ...(isPerKey && withKey(key)), limit, until: iso(endsAt) };
}

function missingCode({ pinned, currentVersion, task }: WaitFacts): WaitBlocker {
  if (pinned && !pinned.isDeployed)
    return { kind: "VERSION_NOT_DEPLOYED", version: pinned.version };
  const version = pinned?.version ?? currentVersion;
  return version === undefined
    ? { kind: "NOTHING_DEPLOYED" }
    : { kind: "TASK_NOT_DEPLOYED", task, version };
}

function noWorker({ workers }: WaitFacts): WaitBlocker | undefined {
  const { alive, draining, lastSeenAt } = workers;
  if (alive > 0) return undefined;
  if (draining > 0) return { kind: "WORKERS_DRAINING", workers: draining };
  return { kind: "NO_WORKER", ...(lastSeenAt && { lastSeenAt: iso(lastSeenAt) }) };
}

function tooLarge({ neededMachine, workers }: WaitFacts): WaitBlocker | undefined {
  return neededMachine && noneLargeEnough(neededMachine, workers);
}

/** The worker that was large enough when it was admitted has gone. */
function outgrown({ machine, workers }: WaitFacts): WaitBlocker | undefined {
  if (!machine || fitsInto(roomOf(machine), workers.largest)) return undefined;
  return noneLargeEnough(machine, workers);
}

function noneLargeEnough(machine: MachinePreset, workers: WaitFacts["workers"]): WaitBlocker {
  const { cpu, memoryGb } = MACHINE_PRESETS[machine];
  const largest = { cpu: workers.largest.cpu, memoryGb: workers.largest.memoryMb / 1024 };
  return { kind: "NO_WORKER_LARGE_ENOUGH", machine, cpu, memoryGb, largest };
}

function busyWorkers({ workers: { executing, places } }: WaitFacts): WaitBlocker | undefined {
  return executing >= places ? { kind: "WORKERS_BUSY", places } : undefined;
}

function inLine({ ahead, keysAhead, queue }: WaitFacts): WaitBlocker | undefined {
  if (ahead.count === 0 && keysAhead.count === 0) return undefined;
  return { kind: "IN_LINE", queue, ahead, keysAhead };
}

function withKey(key: string): { key?: string } {
  return key === "" ? {} : { key };
}

function iso(date: Date): string {
  return date.toISOString();
}
