import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle, ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { findTaskFiles } from "#sdk/cli/build/find-task-files.ts";
import { loadConfig } from "#sdk/cli/config/load-config.ts";
import { readConfig } from "#sdk/cli/config/read-config.ts";
import { indexBundle } from "#sdk/cli/index-bundle.ts";
import { type CreatedDeployment, createDeployment } from "#worker/services/deployments/create.ts";
import type { Workspace } from "./workspace.ts";

const DEFAULT_CONFIG = `
  import { defineConfig } from "@pawl/sdk";
  export default defineConfig({ project: process.env.TRIGGER_PROJECT_REF });
`;

type Built = Awaited<ReturnType<typeof buildFolder>>;

/** The same files are built once: tests that differ in their environment only share them. */
const builds = new Map<string, Promise<Built>>();

/**
 * Builds real source files with the CLI's own build and deploys them through the service: everything
 * that `pawl deploy` does but the HTTP call. Paths are from the project's root.
 */
export async function deployProject(
  { ctx, projectRef }: Pick<Workspace, "ctx" | "projectRef">,
  files: Record<string, string>,
): Promise<CreatedDeployment> {
  const source = JSON.stringify(files);
  const build = builds.get(source) ?? buildFiles(files, projectRef);
  builds.set(source, build);
  const { manifest, bundle } = await build;
  const config = { ...manifest.config, project: projectRef };
  return createDeployment(ctx, { manifest: { ...manifest, config }, bundle });
}

async function buildFiles(files: Record<string, string>, projectRef: string): Promise<Built> {
  const root = await mkdtemp(join(tmpdir(), "pawl-project-"));
  try {
    for (const [path, source] of Object.entries({
      "trigger.config.ts": DEFAULT_CONFIG,
      ...files,
    })) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), source);
    }
    return await buildFolder(root, projectRef);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The input of a deployment from a project's folder. */
export async function buildFolder(root: string, projectRef: string) {
  const configPath = join(root, "trigger.config.ts");
  const env = { ...process.env, TRIGGER_PROJECT_REF: projectRef };
  const { config, manifest } = readConfig(await loadConfig(configPath), {
    name: "trigger.config.ts",
    projectRef,
  });
  const found = await findTaskFiles({
    root,
    dirs: config.dirs,
    ignorePatterns: config.ignorePatterns,
  });
  const archive = await bundle({
    root,
    configPath,
    files: found,
    tsconfig: config.tsconfig,
    build: config.build,
  });
  const { tasks, queues } = await indexBundle({ archive, root, env });
  return {
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: process.versions.node,
      entryPoint: ENTRY_POINT,
      config: manifest,
      tasks,
      queues,
    },
    bundle: archive,
  };
}
