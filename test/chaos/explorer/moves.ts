import { assertNever } from "#worker/domain/assert-never.ts";
import { giveUpSilentWorkers } from "#worker/services/workers/give-up-silent.ts";
import type { ModelState, Move, Program, WorkerProgram, WorkerState } from "./model.ts";
import type { Recorded, SteppingDatabase } from "./stepping-database.ts";
import { runProgram, runWebProgram, type World } from "./world.ts";

/** As the database writes it, of a worker that says nothing any more. */
const SILENT_SINCE = "-infinity";
const WARM_UP: Move[] = [
  { kind: "BEGIN", who: 0, program: "ADMIT" },
  { kind: "TAKE_JOB", who: 0 },
  { kind: "BEGIN", who: 0, program: "START" },
];

/** Makes a move in the database and gives the state after it; the state before is left as it is. */
export class Moves {
  readonly #db: SteppingDatabase;
  readonly #world: World;
  /** Workers know the task: one statement starts it. Else they read it first. */
  readonly #isWarm: boolean;

  constructor(db: SteppingDatabase, world: World, { isWarm }: { isWarm: boolean }) {
    this.#db = db;
    this.#world = world;
    this.#isWarm = isWarm;
  }

  /** Takes a run to its start, and all of it back: the process knows the task from then on. */
  async warmUp(state: ModelState): Promise<void> {
    await this.#db.mark(0);
    let now = await this.make(state, { kind: "TRIGGER" });
    for (const move of WARM_UP) now = await this.#toEnd(await this.make(now, move));
    await this.#db.goBack(0);
  }

  async #toEnd(state: ModelState): Promise<ModelState> {
    let now = state;
    while (now.workers[0]?.program) now = await this.make(now, { kind: "STEP", who: 0 });
    return now;
  }

  async make(state: ModelState, move: Move): Promise<ModelState> {
    switch (move.kind) {
      case "TRIGGER":
        return this.#stepWeb(state, { kind: "TRIGGER", recorded: [] }, undefined);
      case "CANCEL":
        return this.#stepWeb(state, { kind: "CANCEL", recorded: [] }, move.runId);
      case "BEGIN":
        return this.#stepWorker(state, move.who, { kind: move.program, recorded: [] });
      case "STEP":
        return this.#step(state, move.who);
      case "TAKE_JOB":
      case "FINISH_JOB":
        return this.#moveJob(state, move.who, move.kind);
      case "GIVE_UP":
        return this.#giveUp(state, move.who);
      case "CRASH":
      case "FALL_SILENT":
      case "SPEAK_AGAIN":
        return this.#trouble(state, move.who, move.kind);
      default:
        return assertNever(move);
    }
  }

  #step(state: ModelState, who: number | "WEB"): Promise<ModelState> {
    const program = who === "WEB" ? state.web.program : state.workers[who]?.program;
    if (!program) throw new Error("Nothing has begun there.");
    return who === "WEB"
      ? this.#stepWeb(state, program, state.web.runId)
      : this.#stepWorker(state, who, program);
  }

  async #stepWeb(
    state: ModelState,
    { kind, recorded }: Program,
    cancels: string | undefined,
  ): Promise<ModelState> {
    const { ctx } = this.#world;
    const step = await this.#db.step((db) => runWebProgram(ctx, db, cancels), {
      recorded,
      isFresh: false,
    });
    const { web } = state;
    if (step.kind === "PAUSED") {
      const program = { kind, recorded: step.recorded };
      return { ...state, web: { ...web, program, runId: cancels } };
    }
    const over = { ...web, program: undefined, runId: undefined };
    return step.value === undefined
      ? { ...state, web: { ...over, canceled: web.canceled + 1 } }
      : {
          ...state,
          web: { ...over, triggered: web.triggered + 1 },
          runIds: [...state.runIds, step.value],
        };
  }

  async #stepWorker(state: ModelState, who: number, program: Program): Promise<ModelState> {
    const worker = workerAt(state, who);
    const kind = asWorkerProgram(program.kind);
    const step = await this.#db.step((db) => runProgram(this.#world.ctx, db, { worker, kind }), {
      recorded: program.recorded,
      isFresh: kind === "START" && !this.#isWarm,
    });
    const hasFailed = kind === "FAIL" && program.recorded.length === 0;
    const counted = hasFailed ? { ...state, failures: state.failures + 1 } : state;
    if (step.kind === "PAUSED") return withProgram(counted, who, kind, step.recorded);
    const { held, endedRunId } = step.value;
    const next = withWorker(counted, who, { held, program: undefined });
    if (!endedRunId) return next;
    return { ...next, ends: { ...next.ends, [endedRunId]: (next.ends[endedRunId] ?? 0) + 1 } };
  }

  /** As graphile-worker does it, but that it took the job long ago: a moment is no part of this. */
  async #moveJob(
    state: ModelState,
    who: number,
    kind: "TAKE_JOB" | "FINISH_JOB",
  ): Promise<ModelState> {
    const { id, held } = workerAt(state, who);
    if (kind === "FINISH_JOB") {
      const runId = held.kind === "FINISHED_JOB" ? held.runId : "";
      await this.#db.query(
        `DELETE FROM graphile_worker._private_jobs
         WHERE locked_by = $1 AND payload ->> 'runId' = $2`,
        [id, runId],
      );
      return withWorker(state, who, { held: { kind: "NOTHING" } });
    }
    const [taken] = await this.#db.query<{ runId: string }>(
      `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = '2000-01-01'
       WHERE id = (SELECT id FROM graphile_worker._private_jobs WHERE locked_at IS NULL
         ORDER BY priority, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING payload ->> 'runId' AS "runId"`,
      [id],
    );
    return taken ? withWorker(state, who, { held: { kind: "JOB", runId: taken.runId } }) : state;
  }

  async #giveUp(state: ModelState, who: number): Promise<ModelState> {
    const { id: workerId } = workerAt(state, who);
    const step = await this.#db.step(
      (db) => giveUpSilentWorkers({ ...this.#world.ctx, db }, [{ workerId, at: SILENT_SINCE }]),
      { recorded: [], isFresh: false },
    );
    if (step.kind !== "DONE" || step.value !== 1) throw new Error("It was not given up.");
    return state;
  }

  async #trouble(
    state: ModelState,
    who: number,
    kind: "CRASH" | "FALL_SILENT" | "SPEAK_AGAIN",
  ): Promise<ModelState> {
    const { id } = workerAt(state, who);
    if (kind === "SPEAK_AGAIN") {
      await this.#db.query(
        "UPDATE worker SET heartbeat_at = 'infinity', stopped_at = NULL WHERE id = $1",
        [id],
      );
      return withWorker(state, who, { isSilent: false });
    }
    await this.#db.query("UPDATE worker SET heartbeat_at = $2 WHERE id = $1", [id, SILENT_SINCE]);
    if (kind === "FALL_SILENT") {
      const silent = { isSilent: true, hasBeenSilent: true };
      return { ...withWorker(state, who, silent), silences: state.silences + 1 };
    }
    const dead = { isAlive: false, isSilent: false, hasBeenSilent: false, program: undefined };
    const gone = withWorker(state, who, { ...dead, held: { kind: "NOTHING" } });
    return { ...gone, crashes: state.crashes + 1 };
  }
}

function workerAt({ workers }: ModelState, who: number): WorkerState {
  const worker = workers[who];
  if (!worker) throw new Error("There is no such worker.");
  return worker;
}

function withWorker(state: ModelState, who: number, changes: Partial<WorkerState>): ModelState {
  const workers = state.workers.map((worker, index) =>
    index === who ? { ...worker, ...changes } : worker,
  );
  return { ...state, workers };
}

function withProgram(
  state: ModelState,
  who: number,
  kind: WorkerProgram,
  recorded: Recorded[],
): ModelState {
  return withWorker(state, who, { program: { kind, recorded } });
}

function asWorkerProgram(kind: Program["kind"]): WorkerProgram {
  if (kind === "TRIGGER" || kind === "CANCEL") throw new Error("Workers do not do that.");
  return kind;
}
