import type pg from "pg";
import { WAKE_CHANNEL } from "./runs/transition/sql.ts";

/**
 * What processes tell each other, as Postgres notifications of ids only. A notification inside the
 * writing transaction would serialise commits, so these are sent afterwards, on their own, and at
 * most once in `INTERVAL_MS` per channel (but for that of a trigger after a silence: `runs/insert-run.ts`). Losing one is harmless: sweeps and fresh reads follow.
 */
export interface Signals {
  /** The doorbell: this environment may have runs to admit. */
  workAvailable: (environmentId: string) => void;
  /** For live views: this run is not what it was. */
  runChanged: (environmentId: string, runId: string) => void;
  /** For whoever reads a stream of this run: there is more. */
  streamGrew: (runId: string) => void;
  /** For the worker that executes it: stop. */
  cancelRequested: (runId: string) => void;
  /** For the worker that keeps its process: it has its slot again. */
  resumeRequested: (runId: string) => void;
  /** Sends what is waiting; for shutting down. */
  flush: () => Promise<void>;
}

export const CHANNELS = {
  work: "pawl_work",
  runs: "pawl_runs",
  streams: "pawl_streams",
  cancel: "pawl_cancel",
  resume: "pawl_resume",
  /** A worker is dead. */
  lost: "pawl_lost",
  wake: WAKE_CHANNEL,
} as const;

const INTERVAL_MS = { work: 2, runs: 50, streams: 20, cancel: 2, resume: 2 } as const;
/** Nobody sees this much, and what a run waits for has gone out before. */
const RUNS_DELAY_MS = 10;
/** A notification may carry 8000 bytes; a `environment:run` pair is 73. */
const IDS_PER_MESSAGE = 100;

export function createSignals(pool: pg.Pool): Signals {
  const work = createBell(pool, CHANNELS.work, INTERVAL_MS.work);
  const runs = createBell(pool, CHANNELS.runs, INTERVAL_MS.runs, RUNS_DELAY_MS);
  const streams = createBell(pool, CHANNELS.streams, INTERVAL_MS.streams);
  const cancel = createBell(pool, CHANNELS.cancel, INTERVAL_MS.cancel);
  const resume = createBell(pool, CHANNELS.resume, INTERVAL_MS.resume);
  return {
    workAvailable: work.ring,
    runChanged: (environmentId, runId) => runs.ring(`${environmentId}:${runId}`),
    streamGrew: streams.ring,
    cancelRequested: cancel.ring,
    resumeRequested: resume.ring,
    flush: async () => {
      const bells = [work, runs, streams, cancel, resume];
      await Promise.all(bells.map((bell) => bell.flush()));
    },
  };
}

interface Bell {
  ring: (id: string) => void;
  flush: () => Promise<void>;
}

/**
 * The first ring after a silence goes out at once, or after a delay; those that follow within the
 * interval go together.
 */
function createBell(pool: pg.Pool, channel: string, intervalMs: number, delayMs = 0): Bell {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  const send = () => {
    if (waiting.size === 0) {
      timer = undefined;
      return;
    }
    timer = setTimeout(send, intervalMs);
    timer.unref();
    const ids = [...waiting];
    waiting.clear();
    const messages: string[] = [];
    for (let i = 0; i < ids.length; i += IDS_PER_MESSAGE) {
      messages.push(ids.slice(i, i + IDS_PER_MESSAGE).join(","));
    }
    sending = pool
      .query({
        name: "notify",
        text: "SELECT pg_notify($1, message) FROM unnest($2::text[]) AS message",
        values: [channel, messages],
      })
      .then(
        () => undefined,
        // The database is away; sweeps find what this would have announced.
        () => undefined,
      );
  };

  return {
    ring: (id) => {
      waiting.add(id);
      if (timer) return;
      if (delayMs > 0) timer = setTimeout(send, delayMs).unref();
      else send();
    },
    flush: async () => {
      clearTimeout(timer);
      send();
      clearTimeout(timer);
      timer = undefined;
      await sending;
    },
  };
}
