/** So often a worker says that it is there. */
export const BEAT_MS = 250;

/**
 * A worker whose lock is free is given up when its last heartbeat is this old: one that lives and whose lock's
 * connection broke goes on to beat, and takes the lock again before it is late.
 */
export const MISSED_BEAT_MS = 400;

/**
 * A worker that has been silent for this long is given up, and its runs go on elsewhere: soon enough
 * that their next attempts start within 15 seconds.
 */
export const LEASE_MS = 12_000;

/**
 * A worker that could not say for this long that it is there ends what it executes, well before others start
 * it again: they count from when its last heartbeat was written, it counts from before it sent that.
 */
export const FENCE_MS = 9_000;
