import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { CHANNELS } from "../signals.ts";
import { type StandingConnection, standingConnection } from "../standing-connection.ts";

const RETRY_MS = 100;

export interface DeathReport {
  /** Says that this worker is dead, and with it all that it executed. Tries again until the database has heard. */
  send: () => Promise<void>;
  close: StandingConnection["close"];
}

/** Keeps a connection ready: when a worker dies, others go on with its runs as soon as they are told. */
export function prepareDeathReport(url: string, workerId: string): DeathReport {
  let client: pg.Client | undefined;
  const connection = standingConnection({
    url,
    applicationName: "pawl-reaper",
    reconnectMs: RETRY_MS,
    onConnected: async (connected) => {
      client = connected;
    },
  });
  const isHeard = async (): Promise<boolean> => {
    try {
      return (await client?.query(REPORT, [workerId, CHANNELS.lost])) !== undefined;
    } catch {
      return false;
    }
  };
  return {
    send: async () => {
      while (!(await isHeard())) await sleep(RETRY_MS);
    },
    close: connection.close,
  };
}

const REPORT = `
  WITH dead AS (
    UPDATE worker SET stopped_at = clock_timestamp() WHERE id = $1 AND stopped_at IS NULL RETURNING id
  )
  SELECT pg_notify($2, id::text) FROM dead`;
