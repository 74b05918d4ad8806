/**
 * `npm run seed`: believable data for looking at the dashboard, in a project of its own beside what is
 * there. `SEED=large` makes a million runs instead of ten thousand. Also while Pawl runs.
 */
import { mkdir } from "node:fs/promises";
import { openDatabase } from "#prisma/client.ts";
import { seedShop } from "./seed/seed-shop.ts";
import { createKeyring } from "./services/keyring.ts";
import { bootstrapInstallation } from "./services/orgs/bootstrap.ts";
import { createSignals } from "./services/signals.ts";
import { startDatabase } from "./startup/database.ts";
import { findInstance } from "./startup/instance.ts";
import { loadSecrets } from "./startup/secrets.ts";
import { readSeedSize, readSettings } from "./startup/settings.ts";

const RUN_COUNTS = { small: 10_000, large: 1_000_000 };

const startedAt = performance.now();
const settings = readSettings();
await mkdir(settings.directory, { recursive: true });
const secrets = await loadSecrets(settings.directory);
const isRunning = findInstance(settings.directory) !== undefined;
const database = await startDatabase(settings, secrets);
const db = openDatabase(database.url, { maxConnections: 2 });
try {
  const ctx = {
    ...{ db, signals: createSignals(db.pool), keyring: createKeyring(secrets.encryptionKey) },
    clock: () => new Date(),
    actor: { kind: "system" as const, name: "seed" },
  };
  await bootstrapInstallation(ctx);
  const path = await seedShop(ctx, {
    runCount: RUN_COUNTS[readSeedSize()],
    now: new Date(),
    onProgress: (text) => console.log(text),
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`\nSeeded in ${seconds.toFixed(1)} s: ${settings.url}${path}`);
} finally {
  await db.close();
  // The embedded database belongs to the Pawl that runs, if one does.
  if (!isRunning) await database.stop();
}
