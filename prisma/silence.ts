/**
 * Connections on which nothing comes any more, and nobody says so: a firewall forgot them, a server was
 * replaced. A query on one would wait for hours, and what its transaction has locked would stay locked.
 * A query that is only slow looks the same from here, so the server is asked, on another connection.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { BoundedClient, connectionConfig } from "./connection.ts";

/** Of a query without a byte of its answer. */
const SILENT_MS = 4_000;
/** In that time. Looks are counted and not the time: while this process stood still, nobody could be heard. */
const LOOKS = 8;
/** A backend that the server does not know was ended without a word, or stands behind a pooler that hides it. */
const LOOKS_OF_UNKNOWN = 60;

export interface SilenceWatch {
  add: (client: pg.ClientBase) => void;
  stop: () => void;
}

interface Watched {
  client: Inside;
  bytesRead: number;
  /** Looks in a row at which it was asked something and had not said a word. */
  unheard: number;
}

export interface SilenceOptions {
  url: string;
  /** How many were found and ended. */
  onSilent: (count: number) => void;
  silentMs?: number;
  /** Whether queries end as well when nobody can be asked, since the server itself is away. */
  isImpatient?: boolean;
}

export function watchForSilence(options: SilenceOptions): SilenceWatch {
  const { onSilent, silentMs = SILENT_MS, isImpatient = false } = options;
  const watched = new Set<Watched>();
  let isAsking = false;

  const look = async () => {
    for (const entry of watched) listenTo(entry);
    const suspects = [...watched].filter(({ unheard }) => unheard >= LOOKS).map(asItWas);
    if (suspects.length === 0 || isAsking) return;
    isAsking = true;
    // Nobody there to be asked: then there is nobody to go on with, either. A worker waits; a person is told.
    const silent = await endSilent(options, suspects).catch(() =>
      isImpatient ? stillUnheard(suspects, silentMs / LOOKS) : [],
    );
    isAsking = false;
    if (silent.length === 0) return;
    onSilent(silent.length);
    // The idle ones went the same way, and would be found one by one. They cost nothing.
    const idle = [...watched].filter(({ client }) => client.readyForQuery);
    for (const { client } of [...silent, ...idle]) {
      client.connection.stream.destroy(new Error(SILENT));
    }
  };

  const timer = setInterval(() => void look(), silentMs / LOOKS).unref();
  return {
    add: (client) => {
      const entry = { client: inside(client), bytesRead: 0, unheard: 0 };
      watched.add(entry);
      client.once("end", () => watched.delete(entry));
    },
    stop: () => clearInterval(timer),
  };
}

const SILENT = "The connection to the database had gone silent.";

/** Something came since the last look, or there was no question to which it could. */
function hears({ client, bytesRead }: Watched): boolean {
  return client.connection.stream.bytesRead !== bytesRead || client.readyForQuery;
}

function listenTo(entry: Watched): void {
  entry.unheard = hears(entry) ? 0 : entry.unheard + 1;
  entry.bytesRead = entry.client.connection.stream.bytesRead;
}

/** Later looks go on counting: what was heard by then is told by what it had said before the server was asked. */
function asItWas(entry: Watched): Watched {
  return { ...entry };
}

/** A moment later: when this process itself has stood still, what came meanwhile is read first. */
async function stillUnheard(suspects: Watched[], ms: number): Promise<Watched[]> {
  await sleep(ms);
  return suspects.filter((entry) => !hears(entry));
}

/** Those whose backends wait for a question while we wait for the answer. The backends are ended: nobody else would. */
async function endSilent(options: SilenceOptions, suspects: Watched[]): Promise<Watched[]> {
  const { url, silentMs = SILENT_MS, isImpatient = false } = options;
  const connectMs = isImpatient ? silentMs : undefined;
  const asker = new BoundedClient(connectionConfig({ url, name: "pawl-silence", connectMs }));
  asker.on("error", () => {});
  try {
    await asker.connect();
    const { rows } = await asker.query<{ pid: number; isSilent: boolean | null }>({
      text: WHAT_THEY_DO,
      values: [suspects.map(({ client }) => client.processID), silentMs],
    });
    const found = new Map(rows.map(({ pid, isSilent }) => [pid, isSilent]));
    // After a moment in which this process itself stood still, the answer was here and not read yet.
    const silent = suspects
      .filter((entry) => found.get(entry.client.processID) ?? entry.unheard > LOOKS_OF_UNKNOWN)
      .filter((entry) => !hears(entry));
    await asker.query({
      text: "SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid",
      values: [silent.map(({ client }) => client.processID).filter((pid) => found.has(pid))],
    });
    return silent;
  } finally {
    await asker.end();
  }
}

/**
 * Null of those whose state the server hides. One that works waits for nothing, which is null and not false: it
 * is not silent however long it takes. One that has just come to rest has its answer still on the way.
 */
const WHAT_THEY_DO = `
SELECT pid, CASE
  WHEN state IN ('active', 'fastpath function call') THEN wait_event IS NOT DISTINCT FROM 'ClientWrite'
  ELSE clock_timestamp() - state_change > $2::float8 * interval '1 ms'
END AS "isSilent"
FROM pg_stat_activity WHERE pid = ANY($1::int[]) AND datname = current_database()`;

/** What `pg` keeps of a connection and its types leave out; there since its first versions. */
interface Inside {
  /** False from a question to the end of its answer. */
  readyForQuery: boolean;
  processID: number;
  connection: { stream: { bytesRead: number; destroy: (error: Error) => void } };
}

function inside(client: pg.ClientBase): Inside {
  return client as unknown as Inside;
}
