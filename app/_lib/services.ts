import { type Database, openDatabase } from "#prisma/client.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { createDatabaseClock, type DatabaseClock } from "#worker/services/database-clock.ts";
import { createKeyring } from "#worker/services/keyring.ts";
import { createSignals } from "#worker/services/signals.ts";
import { readWebEnv, type WebEnv } from "./env.ts";

/** What this process keeps for its lifetime; the actor is filled in per request. */
export interface WebServices {
  env: WebEnv;
  base: Omit<ServiceContext, "actor">;
  /** Settles when the clock is known; a database that is away is found out by whoever asks it. */
  ready: Promise<void>;
}

// Next bundles this module into several chunks; the pools must exist once per process.
const store: { pawlServices?: WebServices } = globalThis as { pawlServices?: WebServices };

/** The door to `worker/services`. */
export function services(): WebServices {
  store.pawlServices ??= createServices(readWebEnv());
  return store.pawlServices;
}

function createServices(env: WebEnv): WebServices {
  const db = openDatabase(env.DATABASE_URL, {
    maxConnections: 20,
    isImpatient: true,
    onError: (error) => console.error("database:", error.message),
  });
  const clock = createDatabaseClock(db.pool);
  return {
    env,
    ready: keepAligned(clock, db),
    base: {
      db,
      signals: createSignals(db.pool),
      keyring: createKeyring(env.PAWL_ENCRYPTION_KEY),
      clock: clock.now,
    },
  };
}

const ALIGN_MS = 10_000;

/** For as long as the database is open. */
function keepAligned(clock: DatabaseClock, { pool }: Database): Promise<void> {
  const timer = setInterval(() => {
    if (pool.ended) clearInterval(timer);
    else void clock.align().catch(() => {});
  }, ALIGN_MS).unref();
  return clock.align().catch(() => {});
}

/** For what no person or key asks for: signing in, health, the first administrator. */
export function systemContext(name: string): ServiceContext {
  return { ...services().base, actor: { kind: "system", name } };
}
