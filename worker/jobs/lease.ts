/** Ends what this worker executes when nobody can tell any more that it does: others go on with it then. */
export interface Lease {
  /** The database knows of this worker, since some moment while it was asked. */
  answered: (tookMs: number) => void;
  /** The heartbeat failed. */
  failed: (error: unknown) => void;
}

/**
 * `renew` puts the end off. A database that is away for everybody lets nobody start a run elsewhere, and what
 * executes may go on; one that is silent may well answer others. `isDirect`: nothing stands between this
 * worker and the server.
 */
export function createLease(
  renew: (agoMs: number) => void,
  { isDirect }: { isDirect: boolean },
): Lease {
  return {
    answered: renew,
    failed: (error) => {
      if (isAway(error, isDirect)) renew(0);
    },
  };
}

/**
 * The server starts, stops or has crashed (SQLSTATE). Any other refusal, such as that of one more connection, is
 * this worker's alone.
 */
const AWAY = new Set(["57P02", "57P03"]);

function isAway(error: unknown, isDirect: boolean): boolean {
  if (!(error instanceof Error && "code" in error)) return false;
  const code = String(error.code);
  // Nobody listens: at a proxy, that says nothing about the server.
  return AWAY.has(code) || (isDirect && code === "ECONNREFUSED");
}
