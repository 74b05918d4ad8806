import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compressStatic } from "./compress-static.ts";
import { writeErrorPage } from "./error-page.ts";

const SOURCES = ["app", "components", "prisma", "worker", "sdk/src", "public"];
const FILES = [
  "package-lock.json",
  "next.config.ts",
  "instrumentation-client.ts",
  "postcss.config.mjs",
  "tsconfig.json",
];
const LEFT_OUT = new Set(["generated", "node_modules", "decisions"]);

/** True when the production build is there and was made from these very sources. */
export async function isBuildCurrent(root: string): Promise<boolean> {
  const stamp = await readFile(stampPath(root), "utf8").catch(() => undefined);
  return stamp !== undefined && stamp === (await hashSources(root));
}

/** Makes the production build, its output passed through so that the wait can be seen. */
export async function build(root: string): Promise<void> {
  const hash = await hashSources(root);
  // Tasks are bundled with the SDK as it is built.
  await run(root, ["--disable-warning=ExperimentalWarning", "sdk/build.ts"]);
  await run(root, ["node_modules/next/dist/bin/next", "build"]);
  await writeErrorPage(join(root, ".next"));
  await compressStatic(join(root, ".next/static"));
  await writeFile(stampPath(root), hash);
}

async function run(root: string, args: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0
        ? resolve()
        : reject(new Error("The production build failed; its output is above.")),
    );
  });
}

function stampPath(root: string): string {
  return join(root, ".next", "pawl-sources");
}

async function hashSources(root: string): Promise<string> {
  const hash = createHash("sha256");
  const folders = await Promise.all(SOURCES.map((folder) => listFiles(root, folder)));
  for (const path of [...FILES, ...folders.flat().sort()]) {
    hash.update(path).update(await readFile(join(root, path)).catch(() => ""));
  }
  return hash.digest("hex");
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(
    entries
      .filter((entry) => !LEFT_OUT.has(entry.name))
      .map((entry) => {
        const path = `${folder}/${entry.name}`;
        return entry.isDirectory() ? listFiles(root, path) : [path];
      }),
  );
  return nested.flat();
}
