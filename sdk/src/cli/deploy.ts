import { basename, dirname, resolve } from "node:path";
import { DEFAULT_API_URL } from "../client/configuration.ts";
import { SDK_VERSION } from "../version.ts";
import type { BundleArchive, DeploymentManifest, TaskManifest } from "../wire/manifest.ts";
import { bundle, ENTRY_POINT } from "./build/bundle.ts";
import { findTaskFiles } from "./build/find-task-files.ts";
import { checkTasks } from "./check-tasks.ts";
import { findConfig } from "./config/find-config.ts";
import { loadConfig } from "./config/load-config.ts";
import { readConfig } from "./config/read-config.ts";
import { indexBundle } from "./index-bundle.ts";
import { readEnvironment } from "./read-environment.ts";
import { count, size, type Terminal } from "./terminal.ts";
import type { Target } from "./upload.ts";
import { deploymentBody, upload } from "./upload.ts";
import { UserError } from "./user-error.ts";

export interface DeployInput {
  folder: string;
  config: string | undefined;
  apiUrl: string | undefined;
  envFile: string | undefined;
  isDryRun: boolean;
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
  const target = input.isDryRun ? undefined : targetOf(input, env);
  const built = await buildProject(configPath, env, terminal);
  const body = deploymentBody(built.manifest, built.archive);
  if (target) await publish(body, target, built, terminal, startedAt);
  else showDryRun(built, body.length, terminal);
}

/** Known before the build begins: nobody wants to wait for a build to learn that the key is missing. */
function targetOf({ apiUrl }: DeployInput, env: NodeJS.ProcessEnv): Target {
  const url = (apiUrl ?? env.TRIGGER_API_URL) || DEFAULT_API_URL;
  const secretKey = env.TRIGGER_SECRET_KEY || env.TRIGGER_ACCESS_TOKEN;
  if (secretKey) return { apiUrl: url.replace(/\/$/, ""), secretKey };
  throw new UserError("There is no TRIGGER_SECRET_KEY.", [
    `Each environment has its own key: open ${url}, then your project, then API keys.`,
    "Put it into .env beside trigger.config.ts, or into the environment of this command:",
    "",
    "TRIGGER_SECRET_KEY=tr_…",
  ]);
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
  const archive = await bundle({ root, configPath, files, tsconfig, build });
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
  const what = deployment.isUnchanged ? "was current already" : "is live";
  terminal.success(
    `Version ${deployment.version} ${what} in ${deployment.environment.slug}`,
    seconds,
  );
  showTasks(manifest.tasks, terminal);
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
