import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join, sep } from "node:path";
import type { Plugin } from "esbuild";
import { satisfies } from "semver";
import type { Instrumentation } from "../../telemetry-config.ts";
import type { ModulePatch } from "../../wire/module-patch.ts";
import { MODULE_PATCHES } from "../../wire/module-patch.ts";

/** What an instrumentation says of a package, or of one of its files, that it patches. */
interface ModuleDefinition {
  name: string;
  supportedVersions: string[];
  files?: { name: string; supportedVersions: string[] }[];
}

/**
 * Instrumentations patch a package when it is required, and in a bundle nobody requires it. So the
 * files that they name hand their exports to the runner when they are loaded. Those have to be
 * CommonJS, whose exports can be changed: of a package that has both, that half is taken.
 */
export function instrumentPlugin(instrumentations: readonly Instrumentation[]): Plugin {
  const definitions = new Map<string, ModuleDefinition[]>();
  for (const definition of instrumentations.flatMap(definitionsOf)) {
    const { name } = definition;
    if (!isBuiltin(name)) definitions.set(name, [...(definitions.get(name) ?? []), definition]);
  }
  const patches = new Map<string, ModulePatch>();
  return {
    name: "pawl-instrument",
    setup(build) {
      if (definitions.size === 0) return;
      build.onResolve({ filter: /^[^./]/ }, async ({ path, resolveDir, kind, pluginData }) => {
        const named = definitions.get(path);
        if (!named || kind === "entry-point" || pluginData === RESOLVING) return undefined;
        const options = { kind: "require-call", resolveDir, pluginData: RESOLVING } as const;
        const found = await build.resolve(path, options);
        if (found.errors.length > 0 || found.external) return undefined;
        for (const [file, patch] of patchesOf(named, found.path)) patches.set(file, patch);
        return { path: found.path };
      });
      build.onLoad({ filter: /\.c?js$/ }, async ({ path }) => {
        const patch = patches.get(path);
        if (!patch) return undefined;
        return { contents: `${await readFile(path, "utf8")}\n${handOver(patch)}`, loader: "js" };
      });
    },
  };
}

/** Marks our own question, which is not to be answered by us. */
const RESOLVING = Symbol("resolving");

function handOver(patch: ModulePatch): string {
  const patches = `globalThis[Symbol.for(${JSON.stringify(MODULE_PATCHES)})]`;
  return `;module.exports = ${patches}?.(${JSON.stringify(patch)}, module.exports) ?? module.exports;`;
}

function definitionsOf(instrumentation: Instrumentation): ModuleDefinition[] {
  const get: unknown = Reflect.get(instrumentation, "getModuleDefinitions");
  return typeof get === "function" ? asDefinitions(Reflect.apply(get, instrumentation, [])) : [];
}

/** Every instrumentation that extends OpenTelemetry's base class answers with these. */
function asDefinitions(value: unknown): ModuleDefinition[] {
  return value as ModuleDefinition[];
}

/** The files of the installed package that are to be patched. */
function* patchesOf(
  definitions: ModuleDefinition[],
  entry: string,
): Iterable<[string, ModulePatch]> {
  const [{ name: packageName } = { name: "" }] = definitions;
  const folder = packageFolder(entry, packageName);
  const version = folder && versionIn(folder);
  if (!folder || !version) return;
  const files = definitions.flatMap((definition) => [
    { name: packageName, path: entry, ranges: definition.supportedVersions },
    ...(definition.files ?? []).map((file) => ({
      name: file.name,
      path: join(folder, file.name.slice(packageName.length)),
      ranges: file.supportedVersions,
    })),
  ]);
  const isSupported = (range: string) => satisfies(version, range, { includePrerelease: true });
  for (const { name, path } of files) {
    const same = files.filter((file) => file.path === path).flatMap((file) => file.ranges);
    const ranges = [...new Set(same)].filter(isSupported);
    if (ranges.length > 0) yield [path, { packageName, version, name, ranges }];
  }
}

function packageFolder(entry: string, name: string): string | undefined {
  const end = `${sep}node_modules${sep}${name.split("/").join(sep)}`;
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    if (folder.endsWith(end)) return folder;
  }
  return undefined;
}

function versionIn(folder: string): string | undefined {
  const manifest: { version?: string; type?: string } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  return manifest.version;
}
