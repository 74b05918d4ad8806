import { setTimeout as sleep } from "node:timers/promises";
import type { MachinePreset } from "#sdk/wire/machine.ts";
import { roomOf } from "#worker/domain/machine-room.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { Host, KeptPlaces } from "#worker/services/queues/admit.ts";
import { LARGEST_STARTED_HERE } from "#worker/services/queues/grants/sql.ts";
import { persistently } from "./persistently.ts";
import { createPlaces, type Place, type Places } from "./places.ts";
import { prewarm } from "./prewarm.ts";
import {
  createWriters,
  type Executing,
  type ExecutorOptions,
  runAttempt,
  type Writers,
} from "./run-attempt.ts";

export interface Executor {
  /** Takes an admitted run to the end of one attempt. */
  execute: (job: ExecuteJob) => Promise<void>;
  /** For admission: what it lets out of the queue starts here, as far as there are places. */
  host: Host;
  /** While others drain it, it gives admission no places. */
  drain: (isDraining: boolean) => void;
  /** Stops the attempts of these runs if they execute here: they were canceled. */
  cancel: (runIds: string[]) => void;
  /** These runs have been admitted again; those whose process is here go on. */
  resume: (runIds: string[]) => void;
  /** Runs that wait, and whose process is here. */
  suspendedRunIds: () => string[];
  /** Runs whose job is here, whether it waits for a slot, executes or is being written. */
  heldRunIds: () => string[];
  executingRunIds: () => string[];
  /** How many admitted runs may be here at once. */
  capacity: () => number;
  executingAttemptIds: () => string[];
  /** Makes ready for what others execute. */
  prewarm: () => Promise<void>;
  /** Kills these attempts: this worker was given up, and their runs go on elsewhere. */
  abandon: (attemptIds: string[]) => void;
  /** The same for all that it has, those included whose start is not answered yet. */
  loseAll: () => void;
  /** Waits for the executing attempts, hands back those that are not over after `graceMs`. */
  stop: (graceMs: number) => Promise<void>;
}

export interface ExecuteJob {
  runId: string;
  environmentId: string;
  machine: MachinePreset;
}

/** Places that are kept while admission looks for what takes them. */
interface Keeping {
  /** How often it had lost everything when they were kept. */
  losses: number;
  /** What was canceled meanwhile, whether it takes one of them or not. */
  canceled: Set<string>;
  isOver: Promise<void>;
}

const SMALLEST = roomOf("micro");
/** A canceled run's `onCancel` and what `run` still does get this long. */
const CANCEL_GRACE_MS = 30_000;

export function createExecutor(options: ExecutorOptions): Executor {
  return new AttemptExecutor(options);
}

/** Its methods are handed around on their own. */
class AttemptExecutor implements Executor {
  readonly #options: ExecutorOptions;
  readonly #writers: Writers;
  readonly #places: Places;
  /** By run; those that are suspended too. */
  readonly #executing = new Map<string, Executing>();
  /** By run, until it is suspended or over; those that wait for a slot too. */
  readonly #pending = new Map<string, Promise<void>>();
  /** Those of them that were canceled, which may be before their attempt is known here. */
  readonly #canceled = new Set<string>();
  readonly #keepings = new Set<Keeping>();
  #isStopping = false;
  #isDraining = false;
  /** How often it lost everything. */
  #losses = 0;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#writers = createWriters(options);
    const { slots: places, room, patienceMs } = options;
    this.#places = createPlaces({ places, room, ...(patienceMs ? { patienceMs } : {}) });
  }

  execute = (job: ExecuteJob): Promise<void> => this.#keepPending(job.runId, this.#execute(job));

  async #keepPending(runId: string, done: Promise<void>): Promise<void> {
    this.#pending.set(runId, done);
    await done.finally(() => {
      if (this.#pending.get(runId) !== done) return;
      this.#pending.delete(runId);
      this.#canceled.delete(runId);
    });
  }

  get host(): Host {
    return {
      workerId: this.#options.workerId,
      look: () => this.#look(),
      keep: (count) => this.#keep(count),
    };
  }

  #look(): ReturnType<Host["look"]> {
    if (this.#isStopping || this.#isDraining) return undefined;
    const free = this.#places.free(LARGEST_STARTED_HERE);
    // What is left of the room may be enough for a small run, which comes with a job then.
    if (free === 0 && this.#places.free(SMALLEST) > 0) return undefined;
    return { free, held: this.#pending.size };
  }

  drain = (isDraining: boolean): void => {
    this.#isDraining = isDraining;
  };

  #keep(count: number): KeptPlaces {
    const places: Place[] = [];
    while (places.length < count && this.#look()) {
      const place = this.#places.enterNow(LARGEST_STARTED_HERE);
      if (!place) break;
      places.push(place);
    }
    const { promise: isOver, resolve } = Promise.withResolvers<void>();
    const keeping: Keeping = { losses: this.#losses, canceled: new Set(), isOver };
    this.#keepings.add(keeping);
    const use = (started: StartedAttempt[]) => {
      for (const attempt of started) this.#begin(attempt, places.shift(), keeping);
      for (const place of places) place.leaveUnused();
      this.#keepings.delete(keeping);
      resolve();
    };
    return { count: places.length, use };
  }

  /** Its start was written by admission. */
  #begin(attempt: StartedAttempt, place: Place | undefined, { losses, canceled }: Keeping): void {
    if (!place) throw new Error("More attempts were started than places were kept.");
    const { runId } = attempt;
    if (canceled.has(runId)) this.#canceled.add(runId);
    const done = this.#perform(attempt, place, losses);
    this.#keepPending(runId, done).catch(this.#options.onError);
  }

  async #execute({ runId, environmentId, machine }: ExecuteJob): Promise<void> {
    const losses = this.#losses;
    const place = await this.#places.enter(environmentId, roomOf(machine));
    const held = this.#executing.get(runId);
    if (!place || (held && !(await place.ready()))) {
      return persistently(() => this.#writers.handBack(runId));
    }
    return held ? goOn(held, place) : this.#start(runId, place, losses);
  }

  async #start(runId: string, place: Place, losses: number): Promise<void> {
    const attempt = await persistently(() => this.#writers.start(runId));
    if (!attempt) {
      if (await place.ready()) place.leave();
      return;
    }
    await this.#perform(attempt, place, losses);
  }

  async #perform(attempt: StartedAttempt, place: Place, losses: number): Promise<void> {
    const { runId } = attempt;
    // A run whose turn comes while the worker stops has left the queue: it must be given back to it.
    const isHandedBack = this.#isStopping;
    const entry: Executing = {
      ...{ attempt, place, lease: undefined, suspension: undefined, isHandedBack },
      isCanceled: this.#canceled.has(runId),
      isLost: losses !== this.#losses,
      segment: Promise.withResolvers(),
      done: Promise.resolve(),
    };
    this.#executing.set(runId, entry);
    entry.done = runAttempt(this.#options, this.#writers, entry).finally(() => {
      this.#executing.delete(runId);
      entry.segment.resolve();
    });
    await Promise.race([entry.segment.promise, entry.done]);
  }

  cancel = (runIds: string[]): void => {
    for (const runId of runIds) {
      for (const { canceled } of this.#keepings) canceled.add(runId);
      if (this.#pending.has(runId)) this.#canceled.add(runId);
      const entry = this.#executing.get(runId);
      if (!entry) continue;
      entry.isCanceled = true;
      entry.lease?.process.cancel(entry.attempt.id, CANCEL_GRACE_MS);
      entry.suspension?.cancel();
    }
  };

  resume = (runIds: string[]): void => {
    for (const runId of runIds) {
      const attempt = this.#executing.get(runId)?.attempt;
      if (!attempt || this.#pending.has(runId)) continue;
      const { environmentId, machine } = attempt;
      void this.execute({ runId, environmentId, machine }).catch(this.#options.onError);
    }
  };

  #suspended(): Executing[] {
    return [...this.#executing.values()].filter(({ suspension }) => suspension?.isSuspended());
  }

  suspendedRunIds = (): string[] => this.#suspended().map(({ attempt }) => attempt.runId);
  heldRunIds = (): string[] => [...this.#pending.keys()];
  capacity = (): number => this.#places.capacity();
  executingRunIds = (): string[] => [...this.#executing.keys()];
  executingAttemptIds = (): string[] =>
    [...this.#executing.values()].map(({ attempt }) => attempt.id);

  prewarm = (): Promise<void> => prewarm(this.#options);

  abandon = (attemptIds: string[]): void => {
    const lost = new Set(attemptIds);
    for (const entry of this.#executing.values()) {
      if (lost.has(entry.attempt.id)) entry.lease?.process.kill();
    }
  };

  loseAll = (): void => {
    this.#losses++;
    for (const entry of this.#executing.values()) {
      entry.isLost = true;
      entry.lease?.process.kill();
    }
  };

  stop = async (graceMs: number): Promise<void> => {
    this.#isStopping = true;
    // What waits inside its code may wait for long: it goes on elsewhere, along its journal.
    for (const entry of this.#suspended()) entry.lease?.process.kill();
    await Promise.race([this.#all(), sleep(graceMs, undefined, { ref: false })]);
    for (const entry of this.#executing.values()) {
      entry.isHandedBack = true;
      entry.lease?.process.kill();
    }
    await this.#all();
    this.#options.parking.close();
    await this.#options.pool.stop();
  };

  async #all(): Promise<unknown> {
    await Promise.all([...this.#keepings].map(({ isOver }) => isOver));
    const attempts = [...this.#executing.values()].map(({ done }) => done);
    return Promise.allSettled([...this.#pending.values(), ...attempts]);
  }
}

/** Its process is here: it takes the place, until it is suspended again or over. */
async function goOn(held: Executing, place: Place): Promise<void> {
  if (await held.suspension?.resume(place)) await held.segment.promise;
  else place.leave();
}
