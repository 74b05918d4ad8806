import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Names under which task code imports the SDK. They all mean the one that came with this command. */
export const SDK_MODULES = ["@pawl/sdk", "@trigger.dev/sdk", "@trigger.dev/sdk/v3"];

export interface SdkEntry {
  /** Absolute path of the package's folder. */
  root: string;
  index: string;
  runner: string;
}

/** The files to bundle: the built ones, also when this command itself runs from source. A fifth of the work. */
export function sdkEntry(): SdkEntry {
  const root = packageRoot(here());
  return {
    root,
    index: join(root, "dist", "index.js"),
    runner: join(root, "dist", "runner", "main.js"),
  };
}

/** The SDK's index that belongs to this very code: what there is one of in a process is not there twice. */
export function ownIndex(): string {
  const [folder, extension] = import.meta.url.endsWith(".ts") ? ["src", "ts"] : ["dist", "js"];
  return join(packageRoot(here()), folder, `index.${extension}`);
}

function here(): string {
  return dirname(fileURLToPath(import.meta.url));
}

function packageRoot(folder: string): string {
  const manifest = join(folder, "package.json");
  if (existsSync(manifest) && readFileSync(manifest, "utf8").includes('"@pawl/sdk"')) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("This command does not stand in the @pawl/sdk package.");
  return packageRoot(parent);
}
