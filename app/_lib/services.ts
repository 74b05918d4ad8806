import { openDatabase } from "#prisma/client.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { createKeyring } from "#worker/services/keyring.ts";
import { createSignals } from "#worker/services/signals.ts";
import { readWebEnv, type WebEnv } from "./env.ts";

/** What this process keeps for its lifetime; the actor is filled in per request. */
export interface WebServices {
  env: WebEnv;
  base: Omit<ServiceContext, "actor">;
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
    onError: (error) => console.error("database:", error.message),
  });
  return {
    env,
    base: {
      db,
      signals: createSignals(db.pool),
      keyring: createKeyring(env.PAWL_ENCRYPTION_KEY),
      clock: () => new Date(),
    },
  };
}

/** For what no person or key asks for: signing in, health, the first administrator. */
export function systemContext(name: string): ServiceContext {
  return { ...services().base, actor: { kind: "system", name } };
}
