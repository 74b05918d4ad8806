import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle, ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { findTaskFiles } from "#sdk/cli/build/find-task-files.ts";
import { loadConfig } from "#sdk/cli/config/load-config.ts";
import { readConfig } from "#sdk/cli/config/read-config.ts";
import { unpackArchive } from "#sdk/cli/index-bundle.ts";
import type { TelemetryConfig } from "#sdk/telemetry-config.ts";
import type { BundleArchive } from "#sdk/wire/manifest.ts";
import { root as repositoryRoot } from "#test/support/root.ts";
import { onTestFileEnd } from "./cleanup.ts";

/** Path → source. */
export type Sources = Record<string, string>;

export const MINIMAL_CONFIG = 'export default { project: "proj_test" };';

/** A project in a temporary folder, gone when the test file ends. */
export async function makeProject(sources: Sources, below = ""): Promise<string> {
  const temporary = await mkdtemp(join(tmpdir(), "pawl-sdk-test-"));
  onTestFileEnd(() => rm(temporary, { recursive: true, force: true }));
  const root = join(temporary, below);
  for (const [path, source] of Object.entries(sources)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), source);
  }
  return root;
}

/** Lets a project import what is installed here. */
export async function withPackages(root: string): Promise<string> {
  await symlink(join(repositoryRoot, "node_modules"), join(root, "node_modules"));
  return root;
}

/** Bundles a project the way `pawl deploy` does. */
export async function bundleProject(root: string, telemetry?: TelemetryConfig) {
  const files = await findTaskFiles({ root, dirs: undefined, ignorePatterns: undefined });
  const configPath = join(root, "trigger.config.ts");
  return bundle({ root, configPath, files, tsconfig: undefined, build: undefined, telemetry });
}

/** Bundles and unpacks; gives the file to fork. */
export async function deployedEntry(sources: Sources): Promise<string> {
  const root = await makeProject({ "trigger.config.ts": MINIMAL_CONFIG, ...sources });
  return unpacked(await bundleProject(root));
}

/** The same, with the packages that are installed here and what the config says of telemetry. */
export async function deployedWithPackages(sources: Sources): Promise<string> {
  const root = await makeProject({ "trigger.config.ts": MINIMAL_CONFIG, ...sources });
  await withPackages(root);
  const exported = await loadConfig(join(root, "trigger.config.ts"));
  const { config } = readConfig(exported, { name: "trigger.config.ts", projectRef: undefined });
  return unpacked(await bundleProject(root, config.telemetry));
}

async function unpacked(archive: BundleArchive): Promise<string> {
  const deployed = await mkdtemp(join(tmpdir(), "pawl-sdk-test-deployed-"));
  onTestFileEnd(() => rm(deployed, { recursive: true, force: true }));
  await unpackArchive(archive, deployed);
  return join(deployed, ENTRY_POINT);
}
