import { basename, resolve } from "node:path";
import type { BuildOptions } from "esbuild";
import { build } from "esbuild";
import type { BuildConfig } from "../../config.ts";
import type { TelemetryConfig } from "../../telemetry-config.ts";
import type { BundleArchive } from "../../wire/manifest.ts";
import { asBuildError } from "./build-error.ts";
import { entrySource } from "./entry-source.ts";
import type { TaskFiles } from "./find-task-files.ts";
import { instrumentPlugin } from "./instrument-plugin.ts";
import { sdkEntry } from "./sdk-location.ts";
import { sdkPlugin } from "./sdk-plugin.ts";
import { toArchive } from "./to-archive.ts";

/** The file of the bundle that a process is started with. */
export const ENTRY_POINT = "index.mjs";

/** Some packages are CommonJS inside: the names they expect exist in no ES module. */
const BANNER = [
  'import { createRequire as __pawlCreateRequire } from "node:module";',
  "const require = __pawlCreateRequire(import.meta.url);",
  "const __pawlFilename = import.meta.filename;",
  "const __pawlDirname = import.meta.dirname;",
].join("\n");

export interface BundleInput {
  /** Absolute path of the config's folder. */
  root: string;
  /** Absolute. */
  configPath: string;
  files: TaskFiles;
  tsconfig: string | undefined;
  build: BuildConfig | undefined;
  telemetry?: TelemetryConfig | undefined;
}

/** Bundles the tasks, the SDK and the runner. The same sources give the same bytes. */
export async function bundle(input: BundleInput): Promise<BundleArchive> {
  try {
    const result = await build(buildOptions(input));
    return toArchive(result.outputFiles ?? [], input.root);
  } catch (thrown) {
    throw asBuildError(thrown, "The tasks could not be built");
  }
}

function buildOptions({
  root,
  configPath,
  files,
  tsconfig,
  build: config,
  telemetry = {},
}: BundleInput): BuildOptions {
  const { instrumentations = [] } = telemetry;
  const usesMetrics = sendsMetrics(telemetry);
  const source = entrySource({ config: basename(configPath), ...files, usesMetrics });
  return {
    absWorkingDir: root,
    entryPoints: [{ in: "pawl:entry", out: "index" }],
    // Nothing is written; that the output "stands" here makes the paths in source maps relative to the root.
    outdir: root,
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    sourcemap: "linked",
    sourcesContent: true,
    legalComments: "none",
    logLevel: "silent",
    banner: { js: BANNER },
    define: { __dirname: "__pawlDirname", __filename: "__pawlFilename" },
    keepNames: config?.keepNames ?? true,
    minify: config?.minify ?? false,
    conditions: ["module", ...(config?.conditions ?? [])],
    external: config?.external ?? [],
    jsx: config?.jsx?.automatic === false ? "transform" : "automatic",
    ...(config?.jsx?.factory ? { jsxFactory: config.jsx.factory } : {}),
    ...(config?.jsx?.fragment ? { jsxFragment: config.jsx.fragment } : {}),
    ...(tsconfig ? { tsconfig: resolve(root, tsconfig) } : {}),
    plugins: [sdkPlugin(sdkEntry(), source, root), instrumentPlugin(instrumentations)],
  };
}

function sendsMetrics({ metricExporters = [], metricReaders = [] }: TelemetryConfig): boolean {
  return metricExporters.length + metricReaders.length > 0;
}
