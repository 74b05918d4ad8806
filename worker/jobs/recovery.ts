import { type Watch, watchHeartbeats } from "#worker/domain/worker-lease.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { giveUpSilentWorkers, readHeartbeats } from "#worker/services/workers/give-up-silent.ts";
import { type OnRetry, recoverLostWorkers } from "#worker/services/workers/recover.ts";
import { every } from "./every.ts";

/** Deaths are told; a look finds silence, what was not told, and what somebody left behind who died himself. */
const LOOK_MS = 500;

export interface Recovery {
  /** A worker is dead: its reaper says so. */
  lost: () => void;
  stop: () => Promise<void>;
}

/** Looks for workers that are gone, and goes on with what they had. */
export function startRecovery(
  ctx: ServiceContext,
  { onRetry, onError }: { onRetry: OnRetry; onError: (error: unknown) => void },
): Recovery {
  let watch: Watch | undefined;

  const look = async () => {
    const askedAtMs = performance.now();
    const heartbeats = await readHeartbeats(ctx);
    const looked = watchHeartbeats(watch, heartbeats, {
      askedAtMs,
      answeredAtMs: performance.now(),
    });
    watch = looked.watch;
    await giveUpSilentWorkers(ctx, looked.silent);
    await recoverLostWorkers(ctx, onRetry);
  };
  const failed = (error: unknown) => {
    // The database was away, and nobody could say anything.
    watch = undefined;
    onError(error);
  };
  const clock = every(LOOK_MS, look, failed);
  let recovering: Promise<unknown> = Promise.resolve();
  return {
    lost: () => {
      recovering = recoverLostWorkers(ctx, onRetry).catch(onError);
    },
    stop: async () => {
      await clock.stop();
      await recovering;
    },
  };
}
