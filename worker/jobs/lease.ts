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
      if (isRefusal(error)) renew(0);
    },
    passed: () => {
      if (isAlone) renew(0);
    },
  };
}

/** Somebody is there and said no: no server listens, or it does and is starting or stopping (SQLSTATE). */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "ECONNREFUSED" || /^[0-9A-Z]{5}$/.test(code);
}
