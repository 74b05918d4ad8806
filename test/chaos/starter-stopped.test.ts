import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { root } from "#test/support/root.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { until } from "#test/support/until.ts";
import { testEncryptionKey } from "#test/support/workspace.ts";
import { saw } from "./harness/report.ts";
import { size, TEST_MS } from "./harness/size.ts";
import { type Stage, useStages } from "./harness/stage.ts";

const database = useDatabase();
const openStage = useStages();

interface Starter {
  process: ChildProcess;
  output: () => string;
  exited: Promise<unknown[]>;
}

/** `npm run worker`, with a minute of grace. */
async function startStarter(): Promise<Starter> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const script = join(root, "worker/serve.ts");
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", script, "worker"],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...{
          NODE_ENV: "production",
          PATH,
          HOME,
          NODE_COMPILE_CACHE,
          PAWL_DIR: await temporaryFolder(),
        },
        DATABASE_URL: database.url,
        PAWL_ENCRYPTION_KEY: testEncryptionKey,
        WORKER_GRACE_SECONDS: "60",
      },
    },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    // Its worker stops when it is gone.
    child.kill("SIGKILL");
    await exited;
  });
  await until("the worker to be ready", () => output.includes("is ready"), TEST_MS);
  return { process: child, output: () => output, exited };
}

/** The only one of its stage. */
function runOf({ workspace }: Stage) {
  const where = { environmentId: workspace.ctx.environment.id };
  return database.db.prisma.run.findFirstOrThrow({ where });
}

describe("`npm run worker` that is told to stop", () => {
  it(
    "leaves executing runs all of their grace",
    async () => {
      const stage = await openStage(database.db);
      const starter = await startStarter();
      await stage.trigger(1, { ms: size(1_500, 12_000) });
      await stage.untilExecuting(1);
      const toldAt = performance.now();
      starter.process.kill("SIGTERM");
      expect(await starter.exited).toEqual([0, null]);
      saw(
        `the starter with a minute of grace: ended ${Math.round(performance.now() - toldAt)} ms later`,
      );
      expect(await runOf(stage)).toMatchObject({ status: "COMPLETED", attemptNumber: 1 });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    "twice: hands back what executes at once, at no cost of an attempt",
    async () => {
      const stage = await openStage(database.db);
      const starter = await startStarter();
      await stage.trigger(1, { ms: 600_000 });
      await stage.untilExecuting(1);
      const toldAt = performance.now();
      starter.process.kill("SIGTERM");
      // What npm passes on is no second request.
      starter.process.kill("SIGTERM");
      await until("it to say how to go on", () => starter.output().includes("A second signal"));
      starter.process.kill("SIGTERM");
      expect(await starter.exited).toEqual([0, null]);
      expect(performance.now() - toldAt).toBeLessThan(30_000);
      expect(await runOf(stage)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    },
    TEST_MS,
  );
});
