import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployedEntry } from "../support/project.ts";
import { RunnerProcess } from "../support/runner-process.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-compiled-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what an attempt compiled is on the disk by its answer, and its task does not see where", async () => {
  const entry = await deployedEntry({
    "trigger/seen.ts": `
      import { task } from "@pawl/sdk";
      export const seen = task({ id: "seen", run: async () => process.env.NODE_COMPILE_CACHE ?? "nothing" });`,
  });
  const runner = new RunnerProcess(entry, { NODE_COMPILE_CACHE: folder });
  const { result } = await runner.run("seen");
  expect(result).toMatchObject({ ok: true, output: "nothing" });
  const [version = ""] = await readdir(folder);
  // The entry, what it shares with the tasks, the config and the task.
  expect((await readdir(join(folder, version))).length).toBeGreaterThanOrEqual(3);
});
