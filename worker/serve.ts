/**
 * `npm start`: the whole product from one command. `npm run web` and `npm run worker` start one half.
 * Prepares the database and the build, runs the halves as processes, and stops them in order.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "#prisma/client.ts";
import { readGraceMs } from "./env.ts";
import type { ServiceContext } from "./services/context.ts";
import { createDatabaseClock } from "./services/database-clock.ts";
import { createKeyring } from "./services/keyring.ts";
import { bootstrapInstallation } from "./services/orgs/bootstrap.ts";
import { createSignals } from "./services/signals.ts";
import { createSignInLink } from "./services/users/sign-in-link.ts";
import { build, isBuildCurrent } from "./startup/build.ts";
import { type StartedDatabase, startDatabase } from "./startup/database.ts";
import { deployExample, findExample } from "./startup/deploy-example.ts";
import { claimInstance, findInstance, isPortFree } from "./startup/instance.ts";
import { loadSecrets, type Secrets } from "./startup/secrets.ts";
import { type ServiceProcess, startService } from "./startup/service-process.ts";
import { readSettings, type Settings } from "./startup/settings.ts";
import { createStopSignals, HAND_BACK_MS } from "./startup/stop-signals.ts";
import { welcome } from "./startup/welcome.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const half = positionals[0];
const runsWeb = half !== "worker";
const runsWorker = half !== "web";

const WEB_STOP_MS = 3_000;
/** The worker ends by itself before that, unless it hangs. */
const HANGING_MS = HAND_BACK_MS + 2_000;

/** What has been started so far, newest last; stopping goes through it backwards. */
const cleanups: (() => Promise<void> | void)[] = [];
const services: ServiceProcess[] = [];
let stopping: Promise<void> | undefined;

/** The database is stopped in order, whatever becomes of the halves. */
const onSignal = createStopSignals([
  () => void stop(0),
  () => services.forEach((service) => void service.hurry(HANGING_MS)),
  () => services.forEach((service) => void service.kill()),
]);
process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);

try {
  await start(readSettings());
} catch (error) {
  if (!stopping) console.error(`\n${error instanceof Error ? error.message : error}\n`);
  await stop(1);
}

function stop(exitCode: number): Promise<void> {
  if (!stopping && exitCode === 0) console.log("\nStopping…");
  stopping ??= (async () => {
    for (const cleanup of cleanups.reverse()) await cleanup();
    process.exit(exitCode);
  })();
  return stopping;
}

async function start(settings: Settings): Promise<void> {
  const startedAt = performance.now();
  await mkdir(settings.directory, { recursive: true });
  await checkThatNothingIsInTheWay(settings);
  const secrets = await loadSecrets(settings.directory);
  const databaseStarting = startDatabase(settings, secrets);
  // Pushed before it has started, so that a stop in the middle of a start waits for it and ends it.
  cleanups.push(() => databaseStarting.then(({ stop }) => stop()).catch(() => {}));
  if (runsWeb && !(await isBuildCurrent(settings.root))) {
    console.log("Building the dashboard; only the first start after a change needs this.\n");
    await build(settings.root);
  }
  const database = await databaseStarting;
  const ctx = await openContext(database, secrets);
  await bootstrapInstallation(ctx);
  await startHalves(settings, secrets, database);
  if (half) console.log(`Pawl ${half} is ready${runsWeb ? ` at ${settings.url}` : ""}.`);
  else console.log(await welcomeText(settings, ctx, database, startedAt));
  await ctx.db.close();
}

async function checkThatNothingIsInTheWay(settings: Settings): Promise<void> {
  if (!half) {
    const other = findInstance(settings.directory);
    if (other) throw new Error(`Pawl is running already, at ${other.url} (process ${other.pid}).`);
  }
  if (runsWeb && !(await isPortFree(settings.port, settings.host))) {
    throw new Error(
      `Port ${settings.port} is taken by another program. Stop it, or choose another port: PORT=${settings.port + 1} npm start`,
    );
  }
  if (!half) cleanups.push(claimInstance(settings.directory, settings.url));
  else if (!settings.databaseUrl) {
    throw new Error(
      `npm run ${half} works on a database that others share: set DATABASE_URL, or use npm start.`,
    );
  }
}

async function openContext(database: StartedDatabase, secrets: Secrets): Promise<ServiceContext> {
  const db = openDatabase(database.url, { maxConnections: 2 });
  const clock = createDatabaseClock(db.pool);
  await clock.align();
  return {
    db,
    signals: createSignals(db.pool),
    keyring: createKeyring(secrets.encryptionKey),
    clock: clock.now,
    actor: { kind: "system", name: "start" },
  };
}

async function startHalves(
  settings: Settings,
  secrets: Secrets,
  database: StartedDatabase,
): Promise<void> {
  const env = {
    ...process.env,
    NODE_ENV: "production" as const,
    DATABASE_URL: database.url,
    PAWL_URL: settings.url,
    PAWL_ENCRYPTION_KEY: secrets.encryptionKey,
    PAWL_AUTH_SECRET: secrets.authSecret,
    PORT: String(settings.port),
    HOST: settings.host,
    // Its sources are TypeScript: to strip and compile them took more than half of the time that a half needs to start.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(settings.directory, "compiled"),
    WORKER_CACHE_DIR: process.env.WORKER_CACHE_DIR ?? join(settings.directory, "bundles"),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const launch = (name: string, script: string, stopMs: number) => {
    const service = startService({
      name,
      script: join(settings.root, script),
      cwd: settings.root,
      env,
    });
    services.push(service);
    return () => service.stop(stopMs);
  };
  const stops = [
    ...(runsWeb ? [launch("web", "app/server.ts", WEB_STOP_MS)] : []),
    ...(runsWorker ? [launch("worker", "worker/main.ts", readGraceMs() + HANGING_MS)] : []),
  ];
  // Together: the worker's grace must not wait for the browser connections of the other.
  cleanups.push(async () => {
    await Promise.all(stops.map((stopService) => stopService()));
  });
  await Promise.all(services.map((service) => service.ready));
}

async function welcomeText(
  settings: Settings,
  ctx: ServiceContext,
  database: StartedDatabase,
  startedAt: number,
): Promise<string> {
  const example = await findExample(ctx);
  if (example && !example.isDeployed) {
    await deployExample(settings.root, settings.url, example.secretKey);
  }
  return welcome({
    url: settings.url,
    signInToken: await createSignInLink(ctx),
    secretKey: example?.secretKey,
    seconds: (performance.now() - startedAt) / 1000,
    database: database.isEmbedded ? "embedded PostgreSQL 18" : "your PostgreSQL",
  });
}
