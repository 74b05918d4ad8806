/** Where the deployed code came from, as the CLI found it. Names as the published client has them. */
export interface DeploymentGit {
  commitSha?: string | undefined;
  /** Branch. */
  commitRef?: string | undefined;
  commitMessage?: string | undefined;
  commitAuthorName?: string | undefined;
  /** Files were changed that are in no commit. */
  dirty?: boolean | undefined;
}

/** `GET /api/v1/deployments`, `/current` and `/{id or version}`. Dates are ISO 8601 strings. */
export interface DeploymentObject {
  id: string;
  createdAt: string;
  shortCode: string;
  version: string;
  runtime: string;
  runtimeVersion: string;
  /** A deployment exists once its bundle is here: there is no other state. */
  status: "DEPLOYED";
  deployedAt: string;
  deployedBy?: string;
  git?: DeploymentGit;
  sdkVersion: string;
  taskCount: number;
  /** New runs take it when they start. */
  isCurrent: boolean;
  runs: DeploymentRuns;
}

/** Runs that started in this version, and what became of them. Sums are a second old at most. */
export interface DeploymentRuns {
  started: number;
  completed: number;
  /** Ended by a fault. */
  failed: number;
  executing: number;
}

export interface DeploymentDetail extends DeploymentObject {
  tasks: { id: string; filePath: string; exportName?: string }[];
  /** The version before it, and what differs from that; absent for the first. */
  previous?: { version: string; changes: TaskChange[] };
  /** Against the current version: what promoting this one would do. Absent for the current one. */
  current?: { version: string; changes: TaskChange[] };
}

export interface TaskChange {
  task: string;
  kind: "ADDED" | "REMOVED" | "CHANGED";
  /** Of a changed one, which settings: `retry`, `queue`, … */
  settings?: string[];
}
