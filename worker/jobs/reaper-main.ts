/**
 * A process beside the worker that kills the worker's task processes when the worker cannot: it was killed,
 * it stands still, or it has lost touch with the database. Their runs go on elsewhere then, and code that
 * does not yield would never notice by itself. A worker that was killed is reported to the database, once
 * nothing of it executes any more: so the others need not wait until its silence is long enough.
 */
import { type DeathReport, prepareDeathReport } from "#worker/services/workers/report-death.ts";
import type { ToReaper } from "./reaper.ts";

const leaseMs = Number(process.argv[2]);
const lookEveryMs = leaseMs / 45;

/** So long it tries to reach a database that does not answer. */
const REPORT_MS = 5_000;

const pids = new Set<number>();
let report: DeathReport | undefined;
let hasLeft = false;
let renewedAt: number | undefined;
/** A machine that slept looks like a worker that stands still, until the worker had a moment to speak. */
let wasSilent = false;

process.on("message", (message: ToReaper) => {
  switch (message.type) {
    case "serve":
      report = prepareDeathReport(message.url, message.workerId);
      return;
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
    case "leave":
      hasLeft = true;
      return;
  }
});

process.on("disconnect", () => {
  // SIGKILL cannot be put off: what is killed has done its last when the report arrives.
  killAll();
  if (hasLeft || !report) process.exit();
  // The silence will tell.
  setTimeout(() => process.exit(), REPORT_MS);
  void report.send().finally(() => process.exit());
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
