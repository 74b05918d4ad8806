export interface Places {
  /**
   * Waits for its turn: environments take turns, first come first served within one. Null when it
   * waited in vain: attempts are long, and another worker may have a place.
   */
  enter: (environmentId: string) => Promise<Place | null>;
  /** How many admitted runs may be here, those that execute included. */
  capacity: () => number;
}

export interface Place {
  /**
   * True once the place is there. False when it was given ahead and none became free in time: the
   * caller leaves without having executed.
   */
  ready: () => Promise<boolean>;
  leave: () => void;
}

interface PlacesOptions {
  places: number;
  /** Epoch milliseconds. */
  now?: () => number;
  /** What was let in ahead, or could not be let in, waits this long. */
  patienceMs?: number;
}

/** Attempts that hold a place for less than this are short: the next may be started before they end. */
const SHORT_MS = 50;
/** One that is longer than this ends it. */
const LONG_MS = 250;
const AHEAD_PER_PLACE = 4;
/** On their way for each that is let in ahead: admission and fetching take that much longer than a start. */
const ADMITTED_PER_AHEAD = 4;

/**
 * The places of a worker. To start an attempt is a write to the database that others share; with short
 * attempts a place would be empty most of the time while the next one's start is written. So as
 * long as attempts are short, more are let in than there are places, and wait here for the rest
 * of a moment. The number of those grows by one with each short attempt and falls to none with a
 * long one, like the window of a network connection.
 */
export function createPlaces({ places, now = Date.now, patienceMs = 500 }: PlacesOptions): Places {
  const entering = createTurns(patienceMs);
  /** Let in ahead, in order; each is told when a place is its own. */
  const ahead: (() => void)[] = [];
  let inUse = 0;
  let window = 0;

  const letIn = () => {
    while (inUse < places || ahead.length < window) {
      const next = entering.next();
      if (!next) return;
      next(inUse < places ? held() : early());
    }
  };

  const held = (): Place => {
    inUse++;
    return { ready: async () => true, leave: leaving(now()) };
  };

  const early = (): Place => {
    let leave = () => {};
    const isGiven = withPatience(ahead, patienceMs).then((is) => {
      if (is) leave = leaving(now());
      else window = 0;
      return is;
    });
    return { ready: () => isGiven, leave: () => leave() };
  };

  /** From hand to hand: a place is not free in between. */
  const leaving = (since: number) => () => {
    const heldMs = now() - since;
    if (heldMs < SHORT_MS) window = Math.min(window + 1, places * AHEAD_PER_PLACE);
    else if (heldMs > LONG_MS) window = 0;
    const next = ahead.shift();
    if (next) next();
    else inUse--;
    letIn();
  };

  return {
    capacity: () => places + window * ADMITTED_PER_AHEAD,
    enter: (environmentId) =>
      new Promise((resolve) => {
        entering.add(environmentId, resolve);
        letIn();
      }),
  };
}

/** Joins the line; true when its turn comes, false when that takes too long. */
function withPatience(line: (() => void)[], patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const give = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      line.splice(line.indexOf(give), 1);
      resolve(false);
    }, patienceMs);
    line.push(give);
  });
}

type LetIn = (place: Place | null) => void;

/** Who waits, by environment; the environment that was served goes behind the others. */
function createTurns(patienceMs: number) {
  const waiting = new Map<string, LetIn[]>();
  const leave = (environmentId: string, letIn: LetIn) => {
    const others = waiting.get(environmentId)?.filter((other) => other !== letIn) ?? [];
    if (others.length > 0) waiting.set(environmentId, others);
    else waiting.delete(environmentId);
  };
  return {
    add: (environmentId: string, letIn: LetIn) => {
      const timer = setTimeout(() => {
        leave(environmentId, patient);
        letIn(null);
      }, patienceMs);
      const patient: LetIn = (place) => {
        clearTimeout(timer);
        letIn(place);
      };
      const line = waiting.get(environmentId);
      if (line) line.push(patient);
      else waiting.set(environmentId, [patient]);
    },
    next: (): LetIn | undefined => {
      for (const [environmentId, line] of waiting) {
        const first = line.shift();
        waiting.delete(environmentId);
        if (line.length > 0) waiting.set(environmentId, line);
        return first;
      }
      return undefined;
    },
  };
}
