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
