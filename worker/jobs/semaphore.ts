export interface Semaphore {
  /** Resolves when one of the places is free and is the caller's; first come, first served. */
  acquire: () => Promise<void>;
  release: () => void;
}

export function createSemaphore(places: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = places;
  return {
    acquire: async () => {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    release: () => {
      const next = waiting.shift();
      // The place goes from hand to hand: it is never free in between.
      if (next) next();
      else free++;
    },
  };
}
