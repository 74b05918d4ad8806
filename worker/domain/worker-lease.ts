/** So often a worker says that it is there. */
export const BEAT_MS = 250;

/**
 * A worker whose last heartbeat stays the last one for this long is given up, and its runs go on elsewhere:
 * soon enough that their next attempts start within 15 seconds.
 */
export const LEASE_MS = 11_000;

/**
 * A worker that could not say for this long that it is there ends what it executes, well before others start
 * it again: they count from when they saw its last heartbeat, it counts from before it sent that.
 */
export const FENCE_MS = 9_000;

/** Who has not looked for this long does not know who was silent meanwhile: the database may have stood still for all. */
const LONGEST_GAP_MS = 4_000;

export interface Heartbeat {
  workerId: string;
  /** As the database writes it; only whether it is another one counts, never how old it looks. */
  at: string;
}

/** What somebody saw of the heartbeats of others, in milliseconds of a clock that nobody sets. */
export interface Watch {
  lookedAtMs: number;
  seen: ReadonlyMap<string, { at: string; sinceMs: number }>;
}

/** Adds a look, from `askedAtMs` to `answeredAtMs`, and says whose heartbeat was the same for a whole lease. */
export function watchHeartbeats(
  before: Watch | undefined,
  heartbeats: Heartbeat[],
  { askedAtMs, answeredAtMs }: { askedAtMs: number; answeredAtMs: number },
): { watch: Watch; silent: Heartbeat[] } {
  const known =
    before && answeredAtMs - before.lookedAtMs <= LONGEST_GAP_MS ? before.seen : undefined;
  const seen = new Map(
    heartbeats.map(({ workerId, at }) => {
      const last = known?.get(workerId);
      return [workerId, last?.at === at ? last : { at, sinceMs: answeredAtMs }];
    }),
  );
  const silent = heartbeats.filter(({ workerId }) => {
    const last = seen.get(workerId);
    return last !== undefined && askedAtMs - last.sinceMs >= LEASE_MS;
  });
  return { watch: { lookedAtMs: answeredAtMs, seen }, silent };
}
