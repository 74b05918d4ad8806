/**
 * `npm test`, after lint and types: the tests of the parts, and beside them the product as people start it. Either
 * waits often, for processes and for moments, and alone would leave the processors idle. Names of files choose
 * among them: `npm test -- test/worker/domain`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "#test/support/root.ts";
import {
  addCounts,
  COUNTS_FILE,
  describeCounts,
  NO_TESTS,
  type TestCounts,
} from "#test/support/test-counts.ts";
import { build, isBuildCurrent } from "#worker/startup/build.ts";

/** Fewer than without the journeys, which go one after the other and last longest. */
const UNIT_WORKERS = 4;

const files = process.argv.slice(2);
// Alone, since it keeps every processor busy, and the longest line of tests waits for it.
if (files.length === 0 && !(await isBuildCurrent(root))) await build(root);

const directory = await mkdtemp(join(tmpdir(), "pawl-tests-"));
const parts = [start("unit", [`--maxWorkers=${UNIT_WORKERS}`]), start("e2e", [])];
// Ctrl-C reaches them by itself.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => parts.map((part) => part.kill()));

const ends = await Promise.all(parts.map((part) => once(part, "close")));
console.log(describeCounts(addCounts(await countsOf("unit"), await countsOf("e2e"))));
await rm(directory, { recursive: true, force: true });
process.exitCode = ends.every(([code]) => code === 0) ? 0 : 1;

function start(project: string, options: string[]): ChildProcess {
  const part = spawn(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      ...["run", "--project", project, ...options],
      ...(files.length > 0 ? ["--passWithNoTests", ...files] : []),
    ],
    {
      cwd: root,
      // Not the terminal itself, of which either would draw as if it were alone.
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        [COUNTS_FILE]: join(directory, project),
        ...(process.stdout.isTTY && { FORCE_COLOR: "1" }),
      },
    },
  );
  part.stdout.on("data", (chunk: Buffer) => process.stdout.write(chunk));
  part.stderr.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  return part;
}

/** None of a part that ended before its tests, whose code tells. */
async function countsOf(project: string): Promise<TestCounts> {
  const file = await readFile(join(directory, project), "utf8").catch(() => undefined);
  return file === undefined ? NO_TESTS : (JSON.parse(file) as TestCounts);
}
