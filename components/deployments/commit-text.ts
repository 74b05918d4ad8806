import type { DeploymentGit } from "#sdk/wire/deployment.ts";

/** `main · 1a2b3c4 · Fix the thing`; empty where the deployment came from no repository. */
export function commitText(git: DeploymentGit | undefined): string {
  if (!git) return "";
  const sha = git.commitSha?.slice(0, 7);
  return [git.commitRef, sha && git.dirty ? `${sha} with changes` : sha, git.commitMessage]
    .filter(Boolean)
    .join(" · ");
}
