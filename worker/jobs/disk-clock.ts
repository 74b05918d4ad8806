import { mkdir, statfs } from "node:fs/promises";
import type { ServiceContext } from "#worker/services/context.ts";
import { reportDisk } from "#worker/services/workers/report-disk.ts";
import { every } from "./every.ts";

const EVERY_MS = 30_000;
const MEGABYTE = 1024 ** 2;

/** Tells now and then how much room is left for bundles. */
export function startDiskClock(
  ctx: ServiceContext,
  { workerId, folder }: { workerId: string; folder: string },
  onError: (error: unknown) => void,
): { stop: () => Promise<void> } {
  const look = async () => {
    await mkdir(folder, { recursive: true });
    const { bavail, blocks, bsize } = await statfs(folder);
    await reportDisk(ctx, {
      workerId,
      freeMb: (bavail * bsize) / MEGABYTE,
      totalMb: (blocks * bsize) / MEGABYTE,
    });
  };
  const first = look().catch(onError);
  const clock = every(EVERY_MS, look, onError);
  return {
    stop: async () => {
      await clock.stop();
      await first;
    },
  };
}
