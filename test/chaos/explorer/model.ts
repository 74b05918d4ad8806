import { assertNever } from "#worker/domain/assert-never.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { Recorded } from "./stepping-database.ts";

/** What is explored: how many of each, and what may go wrong how often. */
export interface Bounds {
  runs: number;
  workers: number;
  /** Runs of the environment that may hold a slot at once. */
  limit: number;
  /** Workers whose connection drops for good. */
  crashes: number;
  /** Workers that fall silent and go on later, given up or not. */
  silences: number;
  /** Attempts that throw. */
  failures: number;
  cancels: number;
  maxAttempts: number;
  /** Workers that have a place start in it what they admit. */
  isHosting?: boolean;
}

/** What a worker has in its memory. */
export type Held =
  | { kind: "NOTHING" }
  | { kind: "JOB"; runId: string }
  | { kind: "ATTEMPT"; attempt: StartedAttempt }
  | { kind: "FINISHED_JOB"; runId: string };

export type WorkerProgram = "ADMIT" | "ADMIT_HERE" | "START" | "SUCCEED" | "FAIL" | "RECOVER";

/** A function of ours that has begun, and what the database answered it so far. */
export interface Program {
  kind: WorkerProgram | "CANCEL" | "TRIGGER";
  recorded: Recorded[];
}

export interface WorkerState {
  name: string;
  id: string;
  isAlive: boolean;
  isSilent: boolean;
  /** It may have been given up since: what it executes may execute elsewhere too, and its results are refused. */
  hasBeenSilent: boolean;
  held: Held;
  program: Program | undefined;
}

export interface ModelState {
  workers: WorkerState[];
  /** The process that triggers and cancels. */
  web: {
    program: Program | undefined;
    runId: string | undefined;
    triggered: number;
    canceled: number;
  };
  crashes: number;
  silences: number;
  failures: number;
  /** By run: results that were accepted as the run's end. */
  ends: Record<string, number>;
  runIds: string[];
}

export type Move =
  | { kind: "STEP"; who: number | "WEB" }
  | { kind: "BEGIN"; who: number; program: WorkerProgram }
  | { kind: "TRIGGER" }
  | { kind: "CANCEL"; runId: string }
  /** graphile-worker's own statements, one each. */
  | { kind: "TAKE_JOB"; who: number }
  | { kind: "FINISH_JOB"; who: number }
  | { kind: "CRASH"; who: number }
  | { kind: "FALL_SILENT"; who: number }
  /** Somebody who does nothing else for that: its reaper reports its death, or a lease is over. */
  | { kind: "GIVE_UP"; who: number }
  | { kind: "SPEAK_AGAIN"; who: number };

/** What the tables say of who has something to do: what would find nothing is not begun. */
export interface Work {
  freeJobs: number;
  queued: number;
  /** Somebody who was given up has an attempt or a job. */
  hasLeftovers: boolean;
  /** Ids of those who do not speak, and are not given up. */
  silentWorkers: string[];
}

/** Every move that somebody could make now. */
export function movesOf(state: ModelState, bounds: Bounds, work: Work): Move[] {
  return [
    ...webMoves(state, bounds),
    ...state.workers.flatMap(({ id }, who) =>
      work.silentWorkers.includes(id) ? [{ kind: "GIVE_UP", who } as const] : [],
    ),
    ...state.workers.flatMap((worker, who) =>
      worker.isAlive
        ? [...workMoves(state, bounds, { worker, who, work }), ...troubles(state, bounds, who)]
        : [],
    ),
  ];
}

function webMoves({ web, runIds }: ModelState, bounds: Bounds): Move[] {
  if (web.program) return [{ kind: "STEP", who: "WEB" }];
  return [
    ...(web.triggered < bounds.runs ? [{ kind: "TRIGGER" } as const] : []),
    ...(web.canceled < bounds.cancels
      ? runIds.map((runId) => ({ kind: "CANCEL", runId }) as const)
      : []),
  ];
}

interface Asked {
  worker: WorkerState;
  who: number;
  work: Work;
}

function workMoves(state: ModelState, bounds: Bounds, { worker, who, work }: Asked): Move[] {
  if (worker.program) return [{ kind: "STEP", who }];
  const begin = (program: WorkerProgram): Move => ({ kind: "BEGIN", who, program });
  switch (worker.held.kind) {
    case "NOTHING":
      return [
        ...(work.queued > 0 ? [begin("ADMIT")] : []),
        ...(work.queued > 0 && bounds.isHosting ? [begin("ADMIT_HERE")] : []),
        ...(work.hasLeftovers ? [begin("RECOVER")] : []),
        ...(work.freeJobs > 0 ? [{ kind: "TAKE_JOB", who } as const] : []),
      ];
    case "JOB":
      return [begin("START")];
    case "ATTEMPT":
      return [begin("SUCCEED"), ...(state.failures < bounds.failures ? [begin("FAIL")] : [])];
    case "FINISHED_JOB":
      return [{ kind: "FINISH_JOB", who }];
    default:
      return assertNever(worker.held);
  }
}

/** Somebody is always left to end what there is. */
function troubles(state: ModelState, bounds: Bounds, who: number): Move[] {
  const isAlone = state.workers.filter(({ isAlive }) => isAlive).length === 1;
  const isSilent = state.workers[who]?.isSilent ?? false;
  return [
    ...(state.crashes < bounds.crashes && !isAlone ? [{ kind: "CRASH", who } as const] : []),
    ...(state.silences < bounds.silences && !isSilent && !isAlone
      ? [{ kind: "FALL_SILENT", who } as const]
      : []),
    ...(isSilent ? [{ kind: "SPEAK_AGAIN", who } as const] : []),
  ];
}
