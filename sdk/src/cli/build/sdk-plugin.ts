import { readFile } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import type { Plugin, PluginBuild } from "esbuild";
import type { SdkEntry } from "./sdk-location.ts";
import { SDK_MODULES } from "./sdk-location.ts";

/** Also the prefix of these files in source maps, by which the runner knows its own stack frames. */
export const SDK_NAMESPACE = "pawl-sdk";
export const ENTRY_NAMESPACE = "pawl";
const RUNNER_MODULE = "pawl:runner";

/**
 * Puts one SDK into the bundle, whatever name the code imports it by, with all it depends on,
 * under names that do not say where it is installed: the same sources give the same bytes on
 * every machine.
 */
export function sdkPlugin(sdk: SdkEntry, entrySource: string, projectRoot: string): Plugin {
  const modules = new Map<string, string>(SDK_MODULES.map((name) => [name, sdk.index]));
  modules.set(RUNNER_MODULE, sdk.runner);
  return {
    name: "pawl-sdk",
    setup(build) {
      build.onResolve({ filter: /^pawl:entry$/ }, () => ({
        path: "index",
        namespace: ENTRY_NAMESPACE,
      }));
      build.onLoad({ filter: /.*/, namespace: ENTRY_NAMESPACE }, () => ({
        contents: entrySource,
        resolveDir: projectRoot,
      }));
      build.onResolve(
        { filter: /^(@pawl\/sdk|@trigger\.dev\/sdk(\/v3)?|pawl:runner)$/ },
        (args) => {
          const file = modules.get(args.path);
          return file === undefined ? undefined : inNamespace(file, sdk.root);
        },
      );
      resolveInsideSdk(build, sdk.root);
    },
  };
}

function resolveInsideSdk(build: PluginBuild, sdkRoot: string): void {
  build.onResolve({ filter: /.*/, namespace: SDK_NAMESPACE }, async (args) => {
    const resolveDir = dirname(realFile(args.pluginData));
    const found = await build.resolve(args.path, { kind: args.kind, resolveDir });
    if (found.errors.length > 0 || found.external || found.namespace !== "file") return found;
    return inNamespace(found.path, sdkRoot);
  });
  build.onLoad({ filter: /.*/, namespace: SDK_NAMESPACE }, async (args) => {
    const file = realFile(args.pluginData);
    return {
      contents: withoutSourceMap(await readFile(file, "utf8")),
      loader: file.endsWith("ts") ? "ts" : "js",
      pluginData: args.pluginData,
      resolveDir: dirname(file),
    };
  });
}

function inNamespace(file: string, sdkRoot: string) {
  const inPackage = file.lastIndexOf(`${sep}node_modules${sep}`);
  const isOwn = file.startsWith(sdkRoot + sep) && inPackage < sdkRoot.length;
  const path = isOwn ? relative(sdkRoot, file) : file.slice(inPackage + 1);
  return { path: path.split(sep).join("/"), namespace: SDK_NAMESPACE, pluginData: { file } };
}

/** A package's own source map would bring the folder it lies in into ours. */
function withoutSourceMap(code: string): string {
  return code.replace(/^\/\/# sourceMappingURL=.*$/gm, "");
}

/** esbuild hands back what `inNamespace` gave it, as `any`. */
function realFile(pluginData: { file: string }): string {
  return pluginData.file;
}
