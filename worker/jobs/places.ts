import { fitsInto, type Room } from "#worker/domain/machine-room.ts";

export interface Places {
  /**
   * Waits for its turn: environments take turns, first come first served within one. Null when it
   * waited in vain: attempts are long, and another worker may have a place.
   */
  enter: (environmentId: string, needed: Room) => Promise<Place | null>;
  /** How many with this need could go in at once. */
  free: (needed: Room) => number;
  /** Goes in at once, or not at all; those who wait at the door come first. */
  enterNow: (needed: Room) => Place | undefined;
  /** How many admitted runs may be here, those that execute included. */
  capacity: () => number;
}

export interface Place {
  /**
   * True once the place is there. False when it was given ahead and none became free in time: the
   * caller leaves without having executed.
   */
  ready: () => Promise<boolean>;
  /** Nobody else could begin right now. */
  isLast: () => boolean;
  leave: () => void;
  /** Nothing came of it: says nothing about how long attempts take. */
  leaveUnused: () => void;
}

interface PlacesOptions {
  places: number;
  /** What those in the places may use together. */
  room: Room;
  /** Epoch milliseconds. */
  now?: () => number;
  /** What was let in ahead waits this long for its place. */
  patienceMs?: number;
}

/** Attempts that hold a place for less than this are short: the next may be started before they end. */
const SHORT_MS = 50;
/** One that is longer than this ends it. */
const LONG_MS = 250;
/** While attempts are long, who finds no place goes on to another worker after this share of the patience. */
const SHARE_WHEN_LONG = 0.2;
const AHEAD_PER_PLACE = 12;
/** On their way for each that is let in ahead: admission and fetching take that much longer than a start. */
const ADMITTED_PER_AHEAD = 2;

/**
 * The places of a worker. To start an attempt is a write to the database that others share; with short
 * attempts a place would be empty most of the time while the next one's start is written. So as
 * long as attempts are short, more are let in than there are places, and wait here for the rest
 * of a moment. The number of those grows by one with each short attempt and falls to none with a
 * long one, like the window of a network connection.
 *
 * One that needs more room than is left holds the door until it fits or its patience ends: small ones
 * that come all the time do not keep it out.
 */
export function createPlaces(options: PlacesOptions): Places {
  return new WorkerPlaces(options);
}

class WorkerPlaces implements Places {
  readonly #places: number;
  readonly #now: () => number;
  readonly #entering: ReturnType<typeof createTurns>;
  readonly #ahead: ReturnType<typeof createAhead>;
  readonly #used: ReturnType<typeof createUse>;
  #window = 0;

  constructor(options: PlacesOptions) {
    const { places, now = Date.now, patienceMs = 500 } = options;
    this.#places = places;
    this.#now = now;
    this.#used = createUse(options);
    this.#ahead = createAhead(patienceMs);
    this.#entering = createTurns(
      () => patienceMs * (this.#window > 0 ? 1 : SHARE_WHEN_LONG),
      () => this.#letIn(),
    );
  }

  capacity = (): number => this.#places + this.#window * ADMITTED_PER_AHEAD;

  enter = (environmentId: string, needed: Room): Promise<Place | null> =>
    new Promise((resolve) => {
      this.#entering.add(environmentId, needed, resolve);
      this.#letIn();
    });

  free = (needed: Room): number => {
    if (this.#entering.first()) return 0;
    const ahead = this.#ahead.length();
    return (ahead === 0 ? this.#used.free(needed) : 0) + Math.max(0, this.#window - ahead);
  };

  enterNow = (needed: Room): Place | undefined =>
    this.#entering.first() ? undefined : this.#take(needed);

  #letIn(): void {
    for (
      let next = this.#ahead.first();
      next && this.#used.take(next.needed);
      next = this.#ahead.first()
    ) {
      this.#ahead.shift();
      next.give();
    }
    for (let next = this.#entering.first(); next; next = this.#entering.first()) {
      const place = this.#take(next.needed);
      if (!place) return;
      this.#entering.shift();
      next.letIn(place);
    }
  }

  #take(needed: Room): Place | undefined {
    const ahead = this.#ahead.length();
    if (ahead === 0 && this.#used.take(needed)) return this.#held(needed);
    return ahead < this.#window ? this.#early(needed) : undefined;
  }

  #held(needed: Room): Place {
    const since = this.#now();
    const leaveUnused = () => {
      this.#used.giveBack(needed);
      this.#letIn();
    };
    const leave = () => {
      const heldMs = this.#now() - since;
      if (heldMs < SHORT_MS)
        this.#window = Math.min(this.#window + 1, this.#places * AHEAD_PER_PLACE);
      else if (heldMs > LONG_MS) this.#window = 0;
      leaveUnused();
    };
    return { ready: async () => true, isLast: this.#used.isFull, leave, leaveUnused };
  }

  #early(needed: Room): Place {
    let place: Place | undefined;
    const waiting = this.#ahead.join(needed);
    const isGiven = waiting.isGiven.then((is) => {
      if (is === "GIVEN") place = this.#held(needed);
      if (is === "IN_VAIN") this.#window = 0;
      return is === "GIVEN";
    });
    const leaveUnused = () => {
      waiting.giveUp();
      this.#letIn();
      void isGiven.then(() => place?.leaveUnused());
    };
    const leave = () => place?.leave();
    return { ready: () => isGiven, isLast: this.#used.isFull, leave, leaveUnused };
  }
}

/** What is taken of the places and of the room. */
function createUse({ places, room }: PlacesOptions) {
  let free = places;
  const left = { ...room };
  return {
    isFull: () => free === 0,
    free: ({ cpu, memoryMb }: Room): number =>
      Math.floor(
        Math.min(free, Math.max(0, left.cpu / cpu), Math.max(0, left.memoryMb / memoryMb)),
      ),
    take: (needed: Room): boolean => {
      if (free === 0 || !fitsInto(needed, left)) return false;
      free--;
      left.cpu -= needed.cpu;
      left.memoryMb -= needed.memoryMb;
      return true;
    },
    giveBack: (needed: Room) => {
      free++;
      left.cpu += needed.cpu;
      left.memoryMb += needed.memoryMb;
    },
  };
}

interface Waiting {
  needed: Room;
  give: () => void;
}

/** Let in ahead, in order; each is told when a place is its own, or when that takes too long. */
function createAhead(patienceMs: number) {
  const line: Waiting[] = [];
  return {
    length: () => line.length,
    first: () => line[0],
    shift: () => line.shift(),
    join: (needed: Room) => {
      const { promise: isGiven, resolve } = Promise.withResolvers<
        "GIVEN" | "IN_VAIN" | "GIVEN_UP"
      >();
      const waiting: Waiting = {
        needed,
        give: () => {
          clearTimeout(timer);
          resolve("GIVEN");
        },
      };
      const leave = (why: "IN_VAIN" | "GIVEN_UP") => {
        clearTimeout(timer);
        const at = line.indexOf(waiting);
        if (at !== -1) line.splice(at, 1);
        resolve(why);
      };
      const timer = setTimeout(leave, patienceMs, "IN_VAIN");
      line.push(waiting);
      return { isGiven, giveUp: () => leave("GIVEN_UP") };
    },
  };
}

interface Entering {
  needed: Room;
  letIn: (place: Place | null) => void;
}

/** Who waits, by environment; the environment that was served goes behind the others. */
function createTurns(patienceMs: () => number, onLeft: () => void) {
  const waiting = new Map<string, Entering[]>();
  const leave = (environmentId: string, entering: Entering) => {
    const others = waiting.get(environmentId)?.filter((other) => other !== entering) ?? [];
    if (others.length > 0) waiting.set(environmentId, others);
    else waiting.delete(environmentId);
  };
  return {
    add: (environmentId: string, needed: Room, letIn: Entering["letIn"]) => {
      const timer = setTimeout(() => {
        leave(environmentId, entering);
        letIn(null);
        onLeft();
      }, patienceMs());
      const entering: Entering = {
        needed,
        letIn: (place) => {
          clearTimeout(timer);
          letIn(place);
        },
      };
      const line = waiting.get(environmentId);
      if (line) line.push(entering);
      else waiting.set(environmentId, [entering]);
    },
    first: (): Entering | undefined => {
      const [line] = waiting.values();
      return line?.[0];
    },
    /** The first one is served. */
    shift: () => {
      const [turn] = waiting;
      if (!turn) return;
      const [environmentId, line] = turn;
      waiting.delete(environmentId);
      if (line.length > 1) waiting.set(environmentId, line.slice(1));
    },
  };
}
