/**
 * A process beside the worker that kills the worker's task processes when the worker cannot: it was killed,
 * it stands still, or it has lost touch with the database. Their runs go on elsewhere then, and code that
 * does not yield would never notice by itself.
 */
import type { ToReaper } from "./reaper.ts";

const leaseMs = Number(process.argv[2]);
const lookEveryMs = leaseMs / 20;

const pids = new Set<number>();
let renewedAt: number | undefined;
/** A machine that slept looks like a worker that stands still, until the worker had a moment to speak. */
let wasSilent = false;

process.on("message", (message: ToReaper) => {
  switch (message.type) {
    case "watch":
      pids.add(message.pid);
      return;
    case "forget":
      pids.delete(message.pid);
      return;
    case "renew":
      renewedAt = performance.now() - message.agoMs;
      wasSilent = false;
      return;
  }
});

process.on("disconnect", () => {
  killAll();
  process.exit();
});

setInterval(() => {
  const isSilent = renewedAt !== undefined && performance.now() - renewedAt > leaseMs;
  if (isSilent && wasSilent) killAll();
  wasSilent = isSilent;
}, lookEveryMs);

/** With all that they have started: each leads a group of its own. */
function killAll(): void {
  for (const pid of pids) {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It is gone.
    }
  }
  pids.clear();
}
