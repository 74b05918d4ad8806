import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { count } from "../terminal.ts";
import { UserError } from "../user-error.ts";
import { matchesGlob } from "./glob.ts";

const SOURCE_FILE = /\.[cm]?[jt]sx?$/;
const DECLARATION_FILE = /\.d\.[cm]?ts$/;
const INIT_FILE = /^init\.[cm]?[jt]sx?$/;
const TEST_PATTERNS = ["*.{test,spec}.*", "**/__tests__/**", "**/__mocks__/**"];
const SKIPPED_FOLDERS = new Set(["node_modules", "dist"]);

/** Paths from the project's root, with forward slashes, sorted. */
export interface TaskFiles {
  dirs: string[];
  init: string[];
  tasks: string[];
}

export interface SearchInput {
  /** Absolute path of the config's folder. */
  root: string;
  dirs: string[] | undefined;
  ignorePatterns: string[] | undefined;
}

/** @throws UserError that says where it looked, when there is nothing to build. */
export async function findTaskFiles(input: SearchInput): Promise<TaskFiles> {
  const { root, ignorePatterns = [] } = input;
  const dirs = input.dirs ? namedDirs(root, input.dirs) : await triggerDirs(root, root);
  const ignored = [...TEST_PATTERNS, ...ignorePatterns];
  const found: TaskFiles = { dirs: dirs.map((dir) => shown(root, dir)), init: [], tasks: [] };
  for (const dir of dirs) {
    for (const file of await sourceFiles(dir)) {
      const path = shown(root, file);
      if (ignored.some((pattern) => matchesGlob(path, pattern))) continue;
      const isInit = INIT_FILE.test(relative(dir, file));
      (isInit ? found.init : found.tasks).push(path);
    }
  }
  const init = unique(found.init);
  const tasks = unique(found.tasks).filter((path) => !init.includes(path));
  if (tasks.length === 0) throw nothingFound(input, found.dirs);
  return { dirs: found.dirs, init, tasks };
}

function nothingFound({ root, dirs, ignorePatterns }: SearchInput, searched: string[]): UserError {
  if (searched.length === 0 && !dirs) {
    return new UserError(`There is no folder named trigger in ${root}.`, [
      "Put your tasks into a folder of that name, or name their folders in the config:",
      'dirs: ["./src/jobs"]',
    ]);
  }
  const patterns = [...TEST_PATTERNS, ...(ignorePatterns ?? [])].join("  ");
  return new UserError(`There are no task files in ${count(searched.length, "folder")}.`, [
    `Searched: ${searched.join("  ")}`,
    "For:      *.ts  *.tsx  *.mts  *.cts  *.js  *.jsx  *.mjs  *.cjs",
    `Except:   ${patterns}`,
  ]);
}

function namedDirs(root: string, dirs: string[]): string[] {
  return dirs.map((dir) => {
    const path = resolve(root, dir);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
    throw new UserError(`The config's dirs name "${dir}", but there is no such folder.`, [
      `Looked for ${path}.`,
    ]);
  });
}

/** Every folder named `trigger`. What lies inside one belongs to it. */
async function triggerDirs(folder: string, root: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || isSkipped(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.name === "trigger") found.push(path);
    else found.push(...(await triggerDirs(path, root)));
  }
  return found.sort();
}

async function sourceFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isSkipped(entry.name)) found.push(...(await sourceFiles(path)));
    } else if (SOURCE_FILE.test(entry.name) && !DECLARATION_FILE.test(entry.name)) found.push(path);
  }
  return found;
}

function isSkipped(name: string): boolean {
  return name.startsWith(".") || SKIPPED_FOLDERS.has(name);
}

function shown(root: string, path: string): string {
  return relative(root, path).split(sep).join("/") || ".";
}

function unique(paths: string[]): string[] {
  return [...new Set(paths)].sort();
}
