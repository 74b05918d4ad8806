import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { UserError } from "../user-error.ts";

const NAMES = [
  "trigger.config.ts",
  "trigger.config.mts",
  "trigger.config.js",
  "trigger.config.mjs",
];

const MINIMAL = [
  "A minimal one:",
  "",
  'import { defineConfig } from "@pawl/sdk";',
  "",
  "export default defineConfig({",
  '  project: "proj_…", // the dashboard shows it under Project settings',
  "});",
];

/** The absolute path of the config, from `--config` or by its name in the folder. */
export function findConfig(folder: string, explicit: string | undefined): string {
  if (explicit !== undefined) {
    const path = resolve(folder, explicit);
    if (existsSync(path)) return path;
    throw new UserError(`There is no config at ${path}.`, [
      "--config takes the path of a trigger.config.ts.",
    ]);
  }
  const found = NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found) return found;
  throw new UserError(`There is no trigger.config.ts in ${folder}.`, [
    `Run pawl deploy in your project's folder, or give the folder: pawl deploy ./${basename(folder)}/my-app`,
    "",
    ...MINIMAL,
  ]);
}
