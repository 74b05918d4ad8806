import type pg from "pg";
import { BEAT_MS } from "#worker/domain/worker-lease.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { heartbeat } from "#worker/services/workers/register.ts";
import { every } from "./every.ts";
import { createHeartLine, isSettledWithin } from "./heart-line.ts";
import { createLease } from "./lease.ts";

interface HeartOptions {
  workerId: string;
  /** Nothing stands between this worker and its database. */
  isDirect: boolean;
  /** How many admitted runs it can hold right now. */
  capacity: () => number;
  /** So long ago its lease on what it executes was good. */
  renew: (agoMs: number) => void;
  /** Somebody drains it, or takes it back. */
  onDrain: (isDraining: boolean) => void;
  /** Others took it for dead, and go on with what it had. */
  onGivenUp: () => void;
  onError: (error: unknown) => void;
  patienceMs?: number;
}

/** The last heartbeat of one that stops, which must not come after it has left. */
const LAST_BEAT_MS = 2_000;

/** Says again and again that this worker is there, and keeps its lease for as long as it is heard. */
export function startHeart(
  ctx: ServiceContext,
  { workerId, isDirect, capacity, renew, onDrain, onGivenUp, onError, ...options }: HeartOptions,
): { stop: () => Promise<void> } {
  const lease = createLease(renew, { isDirect });
  // How far this machine's clock is off is told, so it is not the one that was corrected.
  const machine: ServiceContext = { ...ctx, clock: () => new Date() };
  const beat = async (client: pg.Client) => {
    const askedAt = performance.now();
    const { isDraining, wasGivenUp } = await heartbeat(machine, workerId, capacity(), client);
    if (wasGivenUp) onGivenUp();
    lease.answered(performance.now() - askedAt);
    onDrain(isDraining);
  };
  const line = createHeartLine(ctx.db.url, beat, options);
  let isStopping = false;
  const clock = every(BEAT_MS, line.ask, (error) => {
    if (isStopping) return;
    lease.failed(error);
    onError(error);
  });
  return {
    stop: async () => {
      isStopping = true;
      const stopped = clock.stop();
      await isSettledWithin(stopped, LAST_BEAT_MS);
      await line.close();
      await stopped;
    },
  };
}
