/**
 * `npm run chaos`: every bad day in its full size, one after the other, and what was seen. Names of files
 * choose among them: `npm run chaos -- web-killed`. It ends by itself, whatever hangs.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "#test/support/root.ts";

const LONGEST_MS = 60 * 60_000;
const STOP_MS = 60_000;

const directory = await mkdtemp(join(tmpdir(), "pawl-chaos-report-"));
const report = join(directory, "report.txt");
const names = process.argv.slice(2);
const files = names.length > 0 ? names.map((name) => `test/chaos/${name}`) : ["test/chaos/"];

const runner = spawn(
  process.execPath,
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    ...["run", "--project", "unit", "--no-file-parallelism", ...files],
  ],
  {
    cwd: root,
    // A group of its own, so that nothing of it outlives the bound.
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PAWL_CHAOS: "full", PAWL_CHAOS_REPORT: report },
  },
);
const exited = once(runner, "exit");

const stop = (why: string) => {
  console.error(why);
  runner.kill("SIGINT");
  setTimeout(() => runner.pid && process.kill(-runner.pid, "SIGKILL"), STOP_MS).unref();
};
process.on("SIGINT", () => stop("Stopping…"));
process.on("SIGTERM", () => stop("Stopping…"));
const bound = setTimeout(
  () => stop("The bad days took longer than an hour; stopping them."),
  LONGEST_MS,
);

const [code] = await exited;
clearTimeout(bound);
const seen = await readFile(report, "utf8").catch(() => "");
console.log(`\nWhat the bad days saw:\n\n${seen}`);
await rm(directory, { recursive: true, force: true });
process.exitCode = typeof code === "number" ? code : 1;
