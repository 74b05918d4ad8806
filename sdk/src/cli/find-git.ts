import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { DeploymentGit } from "../wire/deployment.ts";

const MESSAGE_LENGTH = 500;

/** Branch, commit and whether it is all in that commit; undefined where there is no repository, or no git. */
export async function findGit(folder: string): Promise<DeploymentGit | undefined> {
  try {
    const [head, ref, status] = await Promise.all([
      git(folder, ["log", "-1", "--format=%H%x00%an%x00%s"]),
      git(folder, ["rev-parse", "--abbrev-ref", "HEAD"]),
      git(folder, ["status", "--porcelain", "--", "."]),
    ]);
    const [commitSha, commitAuthorName, message = ""] = head.split("\0");
    return {
      commitSha,
      commitAuthorName,
      commitMessage: message.slice(0, MESSAGE_LENGTH),
      // Detached, as builds on a server are.
      ...(ref !== "HEAD" && { commitRef: ref }),
      dirty: status !== "",
    };
  } catch {
    return undefined;
  }
}

async function git(cwd: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, { cwd, timeout: 5_000 });
  return stdout.trim();
}
