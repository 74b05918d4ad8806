import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FromIndexer, ImportFailure } from "../runner/index-protocol.ts";
import type { BundleArchive, QueueManifest, TaskManifest } from "../wire/manifest.ts";
import { ENTRY_POINT } from "./build/bundle.ts";
import { count } from "./terminal.ts";
import { UserError } from "./user-error.ts";

export interface BundleContents {
  tasks: TaskManifest[];
  queues: QueueManifest[];
}

export interface IndexInput {
  archive: BundleArchive;
  /** The bundle stands in a folder here while it is indexed, so that external packages are found. */
  root: string;
  /** Variables for code that reads them while it is imported. */
  env: NodeJS.ProcessEnv;
  /** Each import has this long. Default 30 s. */
  importTimeoutMs?: number;
}

/** Imports the bundle in a process of its own and asks what it declares. */
export async function indexBundle(input: IndexInput): Promise<BundleContents> {
  const folder = await mkdtemp(join(input.root, ".pawl-bundle-"));
  try {
    await unpackArchive(input.archive, folder);
    return await index(join(folder, ENTRY_POINT), input);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the files of a bundle below a folder. */
export async function unpackArchive({ files }: BundleArchive, folder: string): Promise<void> {
  for (const { path, encoding, contents } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents, encoding);
  }
}

function index(entry: string, { env, root, importTimeoutMs = 30_000 }: IndexInput) {
  const child = fork(entry, ["index"], {
    cwd: root,
    env,
    execArgv: ["--enable-source-maps"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const stderr = tailOf(child);
  return new Promise<BundleContents>((resolve, reject) => {
    let importing = "the bundle";
    let answer: FromIndexer | undefined;
    const overdue = () => {
      child.kill("SIGKILL");
      reject(
        new UserError(
          `${importing} did not finish importing within ${importTimeoutMs / 1_000} s.`,
          ["Code outside of tasks runs whenever the file is imported: it must end."],
        ),
      );
    };
    let timer = setTimeout(overdue, importTimeoutMs);
    child.on("message", (message: FromIndexer) => {
      clearTimeout(timer);
      if (message.type !== "importing") answer = message;
      else {
        importing = message.path;
        timer = setTimeout(overdue, importTimeoutMs);
      }
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (answer?.type === "indexed") resolve({ tasks: answer.tasks, queues: answer.queues });
      else if (answer?.type === "failed") reject(importsFailed(answer.failures));
      else reject(ended(importing, signal ?? `exit code ${code}`, stderr()));
    });
  });
}

function importsFailed(failures: ImportFailure[]): UserError {
  const lines = failures.flatMap(({ path, message, location }) => [
    `${location ?? path}  ${message.split("\n")[0]}`,
    ...message
      .split("\n")
      .slice(1, 4)
      .map((line) => `    ${line}`),
  ]);
  return new UserError(`${count(failures.length, "file")} could not be imported.`, [
    ...lines,
    "",
    "Variables that code reads while it is imported come from your environment and from .env.",
  ]);
}

function ended(importing: string, how: string, stderr: string): UserError {
  return new UserError(`Importing ${importing} ended the process (${how}).`, [
    "A task file must not call process.exit while it is imported.",
    ...(stderr ? ["", ...stderr.split("\n")] : []),
  ]);
}

/** The last 20 lines that the child wrote to stderr. */
function tailOf(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-8_000);
  });
  return () => text.trimEnd().split("\n").slice(-20).join("\n");
}
