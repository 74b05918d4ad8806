import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { build, isBuildCurrent } from "#worker/startup/build.ts";

/** A root with sources, and with builders in the places of Next's and the SDK's. */
async function createRoot(builder: string): Promise<string> {
  const root = await temporaryFolder();
  const files = {
    "package-lock.json": "{}",
    "app/page.tsx": "1",
    "worker/domain/a.ts": "1",
    "prisma/generated/client.ts": "1",
    "test/a.test.ts": "1",
    "sdk/build.ts": "",
    "node_modules/next/dist/bin/next": builder,
  };
  for (const [path, text] of Object.entries(files)) await write(root, path, text);
  return root;
}

async function write(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const BUILDS = `for (const name of ["app", "pages"])
  require("node:fs").mkdirSync(".next/server/" + name, { recursive: true });`;

describe("the build", () => {
  it("is made once for the same sources", async () => {
    const root = await createRoot(BUILDS);
    expect(await isBuildCurrent(root)).toBe(false);
    await build(root);
    expect(await isBuildCurrent(root)).toBe(true);
    // What Next shows when it can not draw even the page of errors.
    const page = await readFile(join(root, ".next/server/pages/500.html"), "utf8");
    expect(page).toContain("Pawl could not be shown");
  });

  it("is old when a source changes, comes or goes", async () => {
    const root = await createRoot(BUILDS);
    await build(root);
    await write(root, "worker/domain/a.ts", "2");
    expect(await isBuildCurrent(root)).toBe(false);
    await build(root);
    await write(root, "components/new.tsx", "1");
    expect(await isBuildCurrent(root)).toBe(false);
    await build(root);
    await rm(join(root, "components/new.tsx"));
    expect(await isBuildCurrent(root)).toBe(false);
    await build(root);
    await write(root, "package-lock.json", "{ }");
    expect(await isBuildCurrent(root)).toBe(false);
  });

  it("does not depend on tests and on what is generated", async () => {
    const root = await createRoot(BUILDS);
    await build(root);
    await write(root, "test/a.test.ts", "2");
    await write(root, "prisma/generated/client.ts", "2");
    expect(await isBuildCurrent(root)).toBe(true);
  });

  it("that fails is not taken for one", async () => {
    const root = await createRoot(`${BUILDS} process.exit(1);`);
    await expect(build(root)).rejects.toThrow("The production build failed; its output is above.");
    expect(await isBuildCurrent(root)).toBe(false);
  });
});
