import type { ServiceContext } from "#worker/services/context.ts";
import { giveUpLostWorkers } from "#worker/services/workers/give-up-lost.ts";
import { type OnRetry, recoverLostWorkers } from "#worker/services/workers/recover.ts";
import { every } from "./every.ts";

/** One cheap statement: how soon a death is seen. */
const LOOK_MS = 100;
/** What somebody who gave a worker up left behind, and jobs that were too young to be told from those being started. */
const LEFTOVERS_MS = 500;
/** After this worker's own connection broke, others may be on their way back as well. */
const PATIENCE_MS = 2_000;

export interface Recovery {
  /** This worker holds its own lock, for the first time or again. */
  held: () => void;
  stop: () => Promise<void>;
}

/** Looks for workers that are gone, and goes on with what they had. */
export function startRecovery(
  ctx: ServiceContext,
  { onRetry, onError }: { onRetry: OnRetry; onError: (error: unknown) => void },
): Recovery {
  let heldTimes = 0;
  let lookFrom = 0;
  const isPatient = () => performance.now() < lookFrom;

  const look = async () => {
    if (isPatient()) return;
    if ((await giveUpLostWorkers(ctx)) > 0) await recoverLostWorkers(ctx, onRetry);
  };
  const clocks = [
    every(LOOK_MS, look, onError),
    every(LEFTOVERS_MS, async () => isPatient() || recoverLostWorkers(ctx, onRetry), onError),
  ];
  return {
    held: () => {
      if (heldTimes++ > 0) lookFrom = performance.now() + PATIENCE_MS;
    },
    stop: async () => {
      await Promise.all(clocks.map((clock) => clock.stop()));
    },
  };
}
