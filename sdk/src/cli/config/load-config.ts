import { rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { asBuildError } from "../build/build-error.ts";
import { ownIndex, SDK_MODULES } from "../build/sdk-location.ts";
import { UserError } from "../user-error.ts";

/**
 * Runs the config and gives its default export, whatever it is. Packages it imports are found
 * from its own folder, which is why the compiled file stands there for a moment.
 */
export async function loadConfig(path: string): Promise<unknown> {
  const name = basename(path);
  const code = await compile(path);
  const compiled = join(dirname(path), `.pawl-config-${crypto.randomUUID()}.mjs`);
  process.setSourceMapsEnabled(true);
  try {
    await writeFile(compiled, code);
    const module: object = await import(pathToFileURL(compiled).href);
    if ("default" in module) return module.default;
  } catch (thrown) {
    throw new UserError(`${name} could not be loaded: ${reason(thrown, path)}`);
  } finally {
    process.setSourceMapsEnabled(false);
    await rm(compiled, { force: true });
  }
  throw new UserError(`${name} has no default export.`, [
    "It ends with: export default defineConfig({ … });",
  ]);
}

async function compile(path: string): Promise<string> {
  try {
    const result = await build({
      absWorkingDir: dirname(path),
      entryPoints: [path],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      packages: "external",
      sourcemap: "inline",
      logLevel: "silent",
      alias: Object.fromEntries(SDK_MODULES.map((name) => [name, ownIndex()])),
      external: [ownIndex()],
    });
    return result.outputFiles[0]?.text ?? "";
  } catch (thrown) {
    throw asBuildError(thrown, `${basename(path)} could not be read`);
  }
}

/** `Error: no key (trigger.config.ts:4:9)`. */
function reason(thrown: unknown, path: string): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const name = basename(path);
  const line = thrown.stack?.split("\n").find((text) => text.includes(`${name}:`));
  const place = line && new RegExp(`${name.replaceAll(".", "\\.")}(:\\d+)+`).exec(line)?.[0];
  return `${thrown.name}: ${thrown.message}${place ? ` (${place})` : ""}`;
}
