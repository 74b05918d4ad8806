import { FINAL_STATUSES } from "#worker/domain/run-status.ts";
import { type Bounds, type ModelState, type Move, movesOf } from "./model.ts";
import { Moves } from "./moves.ts";
import { keyOf, type Snapshot, takeSnapshot } from "./snapshot.ts";
import type { SteppingDatabase } from "./stepping-database.ts";
import type { World } from "./world.ts";

export interface Finding {
  what: string;
  /** How to get there. */
  path: string[];
}

export interface Exploration {
  states: number;
  transitions: number;
  /** False: it stopped at `maxTransitions`, and what was not walked is not judged. */
  isComplete: boolean;
  finding: Finding | undefined;
}

export interface ExplorerOptions {
  bounds: Bounds;
  /** Workers have started the task before. */
  isWarm: boolean;
  maxTransitions: number;
}

const FINAL: ReadonlySet<string> = new Set(FINAL_STATUSES);

/**
 * Walks every interleaving, depth first, and stops at a situation that it has seen. Ends at the first
 * thing that is wrong. Once everything is walked, each situation must have a way on which every run ends: one that
 * has none has lost a run.
 *
 * What it does not walk: waits, parking and resuming; what goes back because a worker is full or stops; attempts and
 * jobs whose answer was lost on the way; delays, expiry and pauses; a second deployment. And all statements go
 * through one session, one after the other, a transaction as one step: that two wait for each other's locks, skip
 * what is locked, or see a row as it was before the other's commit, is left to the tests that run them at once
 * and to the bad days.
 */
export class Explorer {
  readonly #db: SteppingDatabase;
  readonly #bounds: Bounds;
  readonly #moves: Moves;
  readonly #isWarm: boolean;
  readonly #maxTransitions: number;
  readonly #ids = new Map<string, number>();
  /** For each situation, those that led to it. */
  readonly #before: number[][] = [];
  readonly #paths: string[][] = [];
  readonly #goals: number[] = [];
  #transitions = 0;
  #isComplete = true;

  constructor(
    db: SteppingDatabase,
    world: World,
    { bounds, isWarm, maxTransitions }: ExplorerOptions,
  ) {
    this.#db = db;
    this.#bounds = bounds;
    this.#moves = new Moves(db, world, { isWarm });
    this.#isWarm = isWarm;
    this.#maxTransitions = maxTransitions;
  }

  async explore(state: ModelState): Promise<Exploration> {
    if (this.#isWarm) await this.#moves.warmUp(state);
    const snapshot = await takeSnapshot(this.#db);
    const start = this.#enter(keyOf(state, snapshot), []);
    // What was cut off may have had its way to an end where nobody went.
    const finding =
      (await this.#walk({ state, snapshot, id: start, path: [] })) ??
      (this.#isComplete ? this.#findLost() : undefined);
    return {
      states: this.#ids.size,
      transitions: this.#transitions,
      isComplete: this.#isComplete,
      finding,
    };
  }

  async #walk(at: Situation): Promise<Finding | undefined> {
    const { state, snapshot, id, path } = at;
    if (isGoal(state, snapshot, this.#bounds)) this.#goals.push(id);
    for (const move of movesOf(state, this.#bounds, workOf(snapshot))) {
      if (this.#transitions >= this.#maxTransitions) {
        this.#isComplete = false;
        return undefined;
      }
      this.#transitions++;
      await this.#db.mark(path.length);
      const finding = await this.#follow(at, move);
      if (finding) return finding;
      await this.#db.goBack(path.length);
    }
    return undefined;
  }

  async #follow(
    { state, snapshot, id, path }: Situation,
    move: Move,
  ): Promise<Finding | undefined> {
    const next = await this.#moves.make(state, move);
    const after = await takeSnapshot(this.#db);
    const way = [...path, describeMove(move)];
    const what = wrongWith(next, { before: snapshot, after, bounds: this.#bounds });
    if (what) return { what, path: way };
    const key = keyOf(next, after);
    const known = this.#ids.get(key);
    const target = known ?? this.#enter(key, way);
    this.#before[target]?.push(id);
    return known === undefined
      ? this.#walk({ state: next, snapshot: after, id: target, path: way })
      : undefined;
  }

  #enter(key: string, path: string[]): number {
    const id = this.#ids.size;
    this.#ids.set(key, id);
    this.#before.push([]);
    this.#paths.push(path);
    return id;
  }

  /** From the ends backwards: whatever is not reached has no way to an end. */
  #findLost(): Finding | undefined {
    const reaches = new Set<number>(this.#goals);
    const open = [...reaches];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const before of this.#before[id] ?? []) {
        if (!reaches.has(before)) {
          reaches.add(before);
          open.push(before);
        }
      }
    }
    const lost = this.#paths.findIndex((_, id) => !reaches.has(id));
    return lost === -1
      ? undefined
      : { what: "A run is lost: nothing that anybody does ends it", path: this.#paths[lost] ?? [] };
  }
}

interface Situation {
  state: ModelState;
  snapshot: Snapshot;
  id: number;
  path: string[];
}

function isGoal({ web }: ModelState, { runs }: Snapshot, bounds: Bounds): boolean {
  return (
    web.triggered === bounds.runs &&
    runs.length === bounds.runs &&
    runs.every(({ status }) => FINAL.has(status))
  );
}

function workOf({ jobs, runs, workers, attempts }: Snapshot) {
  const stopped = new Set(workers.filter((worker) => worker.stopped).map(({ id }) => id));
  return {
    freeJobs: jobs.filter(({ by }) => by === null).length,
    queued: runs.filter(({ status }) => status === "QUEUED").length,
    hasLeftovers:
      attempts.some(({ status, worker }) => status === "EXECUTING" && stopped.has(worker)) ||
      jobs.some(({ by }) => by !== null && stopped.has(by)),
    silentWorkers: workers.filter((worker) => worker.stale && !worker.stopped).map(({ id }) => id),
  };
}

interface Judged {
  before: Snapshot;
  after: Snapshot;
  bounds: Bounds;
}

/** What must not be, however it came about. */
function wrongWith(state: ModelState, { before, after, bounds }: Judged): string | undefined {
  const slots = after.runs.filter(({ status }) => status === "DEQUEUED" || status === "EXECUTING");
  if (slots.length > bounds.limit) return `${slots.length} runs hold slots of ${bounds.limit}`;
  const twice = Object.values(state.ends).some((ends) => ends > 1);
  if (twice) return "A run has ended twice";
  const executing = state.workers.flatMap(({ held, isAlive, hasBeenSilent }) =>
    isAlive && !hasBeenSilent && held.kind === "ATTEMPT" ? [held.attempt.runId] : [],
  );
  if (new Set(executing).size < executing.length) return "A run executes twice at once";
  const statuses = new Map(after.runs.map(({ id, status }) => [id, status]));
  const changed = before.runs.find(
    ({ id, status }) => FINAL.has(status) && statuses.get(id) !== status,
  );
  if (changed) return `A run that was ${changed.status} is ${statuses.get(changed.id)}`;
  // A canceled one is told to stop, and closes its attempt when it has.
  const open = new Set(
    after.attempts.filter(({ status }) => status === "EXECUTING").map(({ run }) => run),
  );
  const usurped = after.runs.find(
    ({ id, status }) => FINAL.has(status) && status !== "CANCELED" && open.has(id),
  );
  if (usurped) return "A late result ended a run that executes again";
  const stranded = after.runs.find(
    ({ id, status }) => status === "DEQUEUED" && !after.jobs.some(({ run }) => run === id),
  );
  return stranded ? "A run has left the queue and has no job" : undefined;
}

function describeMove(move: Move): string {
  const { kind, ...rest } = move;
  return [kind, ...Object.values(rest)].join(" ");
}
