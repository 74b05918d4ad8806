import type { StatusCheck } from "#sdk/wire/status.ts";
import type { StatusFacts } from "./status-machines.ts";

/** Runs need a worker that takes work: one that is connected and drains, or is silent, is none. */
export function workerCheck({ workers, web, now }: StatusFacts): StatusCheck {
  const base = { id: "workers", title: "Workers" } as const;
  const connected = workers.filter(({ state }) => state !== "STOPPED");
  const details = connected.map(
    ({ host, pid, state, heartbeatAt, executing, slots }) =>
      `${host}, process ${pid}: ${state.toLowerCase()}, last heartbeat ${ago(now, heartbeatAt)}, executes ${executing} of ${slots}`,
  );
  const online = connected.filter(({ state }) => state === "ONLINE");
  const [newest] = workers;
  if (connected.length === 0) {
    return {
      ...base,
      state: "FAILED",
      summary: newest
        ? `No worker is connected; the last one was seen ${ago(now, newest.heartbeatAt)}.`
        : "No worker is connected.",
      advice: "Start one on this database: DATABASE_URL=… npm run worker (npm start brings one).",
    };
  }
  if (online.length === 0) {
    const areDraining = connected.some(({ state }) => state === "DRAINING");
    return {
      ...base,
      details,
      state: "FAILED",
      summary: areDraining
        ? "Every worker is draining: what executes finishes, nothing new starts."
        : "No worker has been heard of for 15 seconds.",
      advice: areDraining
        ? "Resume one on the Workers page, or start another."
        : "See whether its process hangs or cannot reach the database, and restart it.",
    };
  }
  const seen = `${online.length} ${online.length === 1 ? "takes" : "take"} work, last heartbeat ${ago(now, newestBeat(online))}.`;
  const others = new Set(online.map(({ version }) => version).filter((v) => v !== web.version));
  if (others.size > 0) {
    return {
      ...base,
      details,
      state: "WARNING",
      summary: `${seen} Some are of version ${[...others].join(", ")}, this is ${web.version}.`,
      advice: "Run the same version everywhere.",
    };
  }
  const isSilent = connected.some(({ state }) => state === "SILENT");
  return {
    ...base,
    details,
    state: isSilent ? "WARNING" : "OK",
    summary: isSilent ? `${seen} Another has not been heard of for 15 seconds.` : seen,
    ...(isSilent && { advice: "See whether its process hangs; its runs go on elsewhere." }),
  };
}

function newestBeat(workers: StatusFacts["workers"]): Date {
  return new Date(Math.max(...workers.map(({ heartbeatAt }) => heartbeatAt.getTime())));
}

export function ago(now: Date, then: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ago`;
  return `${Math.floor(seconds / 3600)} h ago`;
}
