import { basename, dirname, resolve } from "node:path";
import type { TriggerConfig } from "../config.ts";
import type { TelemetryConfig } from "../telemetry-config.ts";
import { SDK_VERSION } from "../version.ts";
import type { BundleArchive, DeploymentManifest, TaskManifest } from "../wire/manifest.ts";
import { bundle, ENTRY_POINT } from "./build/bundle.ts";
import { findTaskFiles } from "./build/find-task-files.ts";
import { checkTasks } from "./check-tasks.ts";
import { findConfig } from "./config/find-config.ts";
import { loadConfig } from "./config/load-config.ts";
import { readConfig } from "./config/read-config.ts";
import { findGit } from "./find-git.ts";
import { indexBundle } from "./index-bundle.ts";
import { readEnvironment } from "./read-environment.ts";
import { type Target, targetOf } from "./target.ts";
import { count, size, type Terminal } from "./terminal.ts";
import { deploymentBody, upload } from "./upload.ts";

export interface DeployInput {
  folder: string;
  config: string | undefined;
  apiUrl: string | undefined;
  envFile: string | undefined;
  isDryRun: boolean;
  /** Stores the version and leaves the current one current. */
  isHeldBack: boolean;
}

interface Built {
  manifest: DeploymentManifest;
  archive: BundleArchive;
}

/** Builds, indexes and uploads the project of a folder, telling the terminal as it goes. */
export async function deploy(input: DeployInput, terminal: Terminal): Promise<void> {
  const startedAt = performance.now();
  terminal.title("pawl deploy", SDK_VERSION);
  const configPath = findConfig(resolve(input.folder), input.config);
  const env = readEnvironment(dirname(configPath), input.envFile);
  const target = input.isDryRun ? undefined : targetOf(input.apiUrl, env);
  const built = await buildProject(configPath, env, terminal);
  const git = await findGit(dirname(configPath));
  const body = deploymentBody({
    manifest: built.manifest,
    bundle: built.archive,
    ...(git && { git }),
    ...(input.isHeldBack && { isHeldBack: true }),
  });
  if (target) await publish(body, target, built, terminal, startedAt);
  else showDryRun(built, body.length, terminal);
}

async function buildProject(
  configPath: string,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<Built> {
  const root = dirname(configPath);
  const name = basename(configPath);
  const exported = await loadConfig(configPath);
  const { config, manifest, unknownFields } = readConfig(exported, {
    name,
    projectRef: env.TRIGGER_PROJECT_REF,
  });
  terminal.step("config", `${name}, ${manifest.project}`);
  for (const field of unknownFields) terminal.warning(`${name}: "${field}" has no effect here.`);

  const files = await findTaskFiles({ root, ...pick(config) });
  terminal.step("files", `${files.tasks.length + files.init.length} in ${files.dirs.join(", ")}`);

  const { tsconfig, build } = config;
  const telemetry = telemetryOf(config);
  const archive = await bundle({ root, configPath, files, tsconfig, build, telemetry });
  terminal.step("bundle", `${count(archive.files.length, "file")}, ${size(bytesOf(archive))}`);

  const { tasks, queues } = await indexBundle({ archive, root, env });
  checkTasks(tasks, files);
  terminal.step("tasks", String(tasks.length));
  return {
    archive,
    manifest: {
      sdkVersion: SDK_VERSION,
      runtimeVersion: process.versions.node,
      entryPoint: ENTRY_POINT,
      config: manifest,
      tasks,
      queues,
    },
  };
}

/** With what stands at its old place. */
function telemetryOf({ telemetry, instrumentations = [] }: TriggerConfig): TelemetryConfig {
  const own = telemetry?.instrumentations ?? [];
  return { ...telemetry, instrumentations: [...own, ...instrumentations] };
}

function pick({
  dirs,
  ignorePatterns,
}: {
  dirs?: string[] | undefined;
  ignorePatterns?: string[] | undefined;
}) {
  return { dirs, ignorePatterns };
}

async function publish(
  body: Buffer<ArrayBuffer>,
  target: Target,
  { manifest }: Built,
  terminal: Terminal,
  startedAt: number,
): Promise<void> {
  const deployment = await upload(body, target);
  terminal.step("upload", `${size(body.length)} to ${target.apiUrl}`);
  const seconds = `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
  const what = deployment.isUnchanged
    ? "was current already"
    : deployment.isCurrent
      ? "is live"
      : "is stored, and not current";
  terminal.success(
    `Version ${deployment.version} ${what} in ${deployment.environment.slug}`,
    seconds,
  );
  showTasks(manifest.tasks, terminal);
  if (!deployment.isCurrent) {
    terminal.line(`\n  Make it current: pawl promote ${deployment.version}`);
  }
  terminal.link(deployment.dashboardUrl);
}

function showDryRun(
  { manifest, archive }: Built,
  compressedBytes: number,
  terminal: Terminal,
): void {
  terminal.success("Dry run: nothing was uploaded", `would be ${size(compressedBytes)}`);
  showTasks(manifest.tasks, terminal);
  terminal.line();
  terminal.table(archive.files.map(({ path, contents }) => [path, size(contents.length)]));
  terminal.line();
}

function showTasks(tasks: TaskManifest[], terminal: Terminal): void {
  terminal.table(tasks.map(({ id, filePath, exportName }) => [id, filePath, exportName ?? ""]));
}

function bytesOf({ files }: BundleArchive): number {
  return files.reduce((sum, { contents }) => sum + contents.length, 0);
}
