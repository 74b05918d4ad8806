import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle, ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { findTaskFiles } from "#sdk/cli/build/find-task-files.ts";
import { unpackArchive } from "#sdk/cli/index-bundle.ts";
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

/** Bundles a project the way `pawl deploy` does. */
export async function bundleProject(root: string) {
  const files = await findTaskFiles({ root, dirs: undefined, ignorePatterns: undefined });
  const configPath = join(root, "trigger.config.ts");
  return bundle({ root, configPath, files, tsconfig: undefined, build: undefined });
}

/** Bundles and unpacks; gives the file to fork. */
export async function deployedEntry(sources: Sources): Promise<string> {
  const root = await makeProject({ "trigger.config.ts": MINIMAL_CONFIG, ...sources });
  const deployed = await mkdtemp(join(tmpdir(), "pawl-sdk-test-deployed-"));
  onTestFileEnd(() => rm(deployed, { recursive: true, force: true }));
  await unpackArchive(await bundleProject(root), deployed);
  return join(deployed, ENTRY_POINT);
}
