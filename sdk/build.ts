import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Makes `dist`: the JavaScript of the SDK, of the runner and of the command, and the SDK's
 * declarations. Does nothing when no input has changed. Several may run at once: every file
 * is replaced in one step by one with the same contents.
 */
const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const stampFile = join(dist, ".stamp");

export async function buildSdk(): Promise<"built" | "unchanged"> {
  const stamp = hashOfInputs();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return "unchanged";
  const made = [...(await javaScript()), ...declarations()];
  for (const [path, contents] of made) replaceFile(join(dist, path), contents);
  removeAllBut(new Set(made.map(([path]) => path)));
  replaceFile(stampFile, stamp);
  return "built";
}

type MadeFile = [path: string, contents: string];

async function javaScript(): Promise<MadeFile[]> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: {
      index: "src/index.ts",
      "testing/index": "src/testing/index.ts",
      "runner/main": "src/runner/main.ts",
      "cli/main": "src/cli/main.ts",
    },
    outdir: dist,
    write: false,
    bundle: true,
    // One copy of what they share: configuration and catalog live in modules.
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node22",
  });
  return outputFiles.map(({ path, text }) => [relative(dist, path), text]);
}

/** Only where TypeScript is at hand: an installation without development packages has no use for them. */
function declarations(): MadeFile[] {
  const tsc = findTsc();
  if (!tsc) return [];
  const outDir = join(root, `.declarations-${process.pid}`);
  try {
    const args = [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", outDir];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0)
      throw new Error(`The declarations of @pawl/sdk could not be made.\n${stdout}`);
    const paths = globSync("**/*.d.ts", { cwd: outDir });
    return paths.map((path) => [path, withJsExtensions(readFileSync(join(outDir, path), "utf8"))]);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** TypeScript leaves the specifiers of declarations as they are, and the published package has no `.ts`. */
function withJsExtensions(declaration: string): string {
  return declaration.replace(/((?:from|import\() ?"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"');
}

function findTsc(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
    return join(dirname(manifest), "bin", "tsc");
  } catch {
    return undefined;
  }
}

function hashOfInputs(): string {
  const hash = createHash("sha256");
  const inputs = [
    "build.ts",
    "package.json",
    "tsconfig.build.json",
    ...globSync("src/**/*.ts", { cwd: root }),
  ];
  for (const path of inputs.sort()) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.update(findTsc() ? "with declarations" : "without").digest("hex");
}

function replaceFile(path: string, contents: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

function removeAllBut(paths: Set<string>): void {
  for (const path of globSync("**/*.{js,d.ts}", { cwd: dist })) {
    if (!paths.has(path)) rmSync(join(dist, path), { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const startedAt = performance.now();
  const outcome = await buildSdk();
  console.log(`@pawl/sdk: ${outcome} (${Math.round(performance.now() - startedAt)} ms)`);
}
