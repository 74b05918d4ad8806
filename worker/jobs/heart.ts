import { BEAT_MS } from "#worker/domain/worker-lease.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { heartbeat } from "#worker/services/workers/register.ts";
import { every } from "./every.ts";
import { createLease } from "./lease.ts";

interface HeartOptions {
  workerId: string;
  /** How many admitted runs it can hold right now. */
  capacity: () => number;
  /** So long ago its lease on what it executes was good. */
  renew: (agoMs: number) => void;
  /** Somebody drains it, or takes it back. */
  onDrain: (isDraining: boolean) => void;
  onError: (error: unknown) => void;
}

/** Says again and again that this worker is there, and keeps its lease for as long as it is heard. */
export function startHeart(
  ctx: ServiceContext,
  { workerId, capacity, renew, onDrain, onError }: HeartOptions,
): { stop: () => Promise<void> } {
  const lease = createLease(renew);
  // How far this machine's clock is off is told, so it is not the one that was corrected.
  const machine: ServiceContext = { ...ctx, clock: () => new Date() };
  const beat = async () => {
    const askedAt = performance.now();
    const answer = await heartbeat(machine, workerId, capacity());
    lease.answered(answer, performance.now() - askedAt);
    onDrain(answer.isDraining);
  };
  const failed = (error: unknown) => {
    lease.failed(error);
    onError(error);
  };
  const clocks = [
    every(BEAT_MS, beat, failed),
    every(BEAT_MS, async () => lease.passed(), onError),
  ];
  return {
    stop: async () => {
      await Promise.all(clocks.map((clock) => clock.stop()));
    },
  };
}
