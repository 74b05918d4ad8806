import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fakeAttempt } from "#test/support/fake-bundle.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { TaskProcess } from "#worker/processes/task-process.ts";
import { PROBE_BUNDLE, PROBE_MANIFEST } from "#worker/services/status/probe-bundle.ts";

it("is code that speaks the runner's protocol without a package, and tells what it was asked", async () => {
  const folder = await temporaryFolder();
  for (const { path, contents } of PROBE_BUNDLE.files) {
    expect(contents).not.toMatch(/\bimport\b|\brequire\b/);
    await writeFile(join(folder, path), contents);
  }
  const { entryPoint } = PROBE_MANIFEST;
  const process = new TaskProcess({ folder, entryPoint, memoryMb: 128 });
  try {
    await process.ready;
    const outcome = await process.execute(fakeAttempt("ask"), 10, { onEvents: () => {} });
    expect(outcome).toMatchObject({ kind: "RESULT", result: { ok: true } });
    expect(JSON.stringify(outcome)).toContain(String.raw`\"echo\":\"ask\"`);
  } finally {
    await process.stop();
  }
});
