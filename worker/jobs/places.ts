import { fitsInto, type Room } from "#worker/domain/machine-room.ts";

export interface Places {
  /**
   * Waits for its turn: environments take turns, first come first served within one. Null when it
   * waited in vain: attempts are long, and another worker may have a place.
   */
  enter: (environmentId: string, needed: Room) => Promise<Place | null>;
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
  const { places, now = Date.now, patienceMs = 500 } = options;
  const entering = createTurns(
    () => patienceMs * (window > 0 ? 1 : SHARE_WHEN_LONG),
    () => letIn(),
  );
  /** Let in ahead, in order; each is told when a place is its own. */
  const ahead: Waiting[] = [];
  const used = createUse(options);
  let window = 0;

  const letIn = () => {
    for (let next = ahead[0]; next && used.take(next.needed); next = ahead[0]) {
      ahead.shift();
      next.give();
    }
    for (let next = entering.first(); next; next = entering.first()) {
      const place =
        ahead.length === 0 && used.take(next.needed) ? held(next.needed) : early(next.needed);
      if (!place) return;
      entering.shift();
      next.letIn(place);
    }
  };

  const held = (needed: Room): Place => ({
    ready: async () => true,
    isLast: used.isFull,
    leave: leaving(needed, now()),
  });

  const early = (needed: Room): Place | undefined => {
    if (ahead.length >= window) return undefined;
    let leave = () => {};
    const isGiven = withPatience(ahead, needed, patienceMs).then((is) => {
      if (is) leave = leaving(needed, now());
      else window = 0;
      return is;
    });
    return { ready: () => isGiven, isLast: used.isFull, leave: () => leave() };
  };

  const leaving = (needed: Room, since: number) => () => {
    const heldMs = now() - since;
    if (heldMs < SHORT_MS) window = Math.min(window + 1, places * AHEAD_PER_PLACE);
    else if (heldMs > LONG_MS) window = 0;
    used.giveBack(needed);
    letIn();
  };

  return {
    capacity: () => places + window * ADMITTED_PER_AHEAD,
    enter: (environmentId, needed) =>
      new Promise((resolve) => {
        entering.add(environmentId, needed, resolve);
        letIn();
      }),
  };
}

/** What is taken of the places and of the room. */
function createUse({ places, room }: PlacesOptions) {
  let free = places;
  const left = { ...room };
  return {
    isFull: () => free === 0,
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

/** Joins the line; true when its turn comes, false when that takes too long. */
function withPatience(line: Waiting[], needed: Room, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const waiting: Waiting = {
      needed,
      give: () => {
        clearTimeout(timer);
        resolve(true);
      },
    };
    const timer = setTimeout(() => {
      line.splice(line.indexOf(waiting), 1);
      resolve(false);
    }, patienceMs);
    line.push(waiting);
  });
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
