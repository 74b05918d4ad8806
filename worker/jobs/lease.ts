/** Ends what this worker executes when nobody can tell any more that it does: others go on with it then. */
export interface Lease {
  /** The database knows of this worker, since some moment while it was asked. */
  answered: (answer: { isAlone: boolean }, tookMs: number) => void;
  /** The heartbeat failed. */
  failed: (error: unknown) => void;
  /** A moment has passed in which this process was alive. */
  passed: () => void;
}

/**
 * `renew` puts the end off. A database that refuses is away for everybody, and what executes may go on;
 * one that is silent may well answer others. Without another worker there is nobody to go on with it.
 */
export function createLease(renew: (agoMs: number) => void): Lease {
  let isAlone = false;
  return {
    answered: (answer, tookMs) => {
      isAlone = answer.isAlone;
      renew(tookMs);
    },
    failed: (error) => {
      if (isAway(error)) renew(0);
    },
    passed: () => {
      if (isAlone) renew(0);
    },
  };
}

/**
 * The server is away for everybody: nobody listens, or it starts, stops or has crashed (SQLSTATE). Any other
 * refusal, such as that of one more connection, is this worker's alone.
 */
const AWAY = new Set(["ECONNREFUSED", "57P02", "57P03"]);

function isAway(error: unknown): boolean {
  return error instanceof Error && "code" in error && AWAY.has(String(error.code));
}
