import type { DeploymentGit, DeploymentObject, DeploymentRuns } from "#sdk/wire/deployment.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { DeploymentRow } from "./sql.ts";

export function presentDeployment(row: DeploymentRow): DeploymentObject {
  const at = row.createdAt.toISOString();
  const git = asGit(row.git);
  return {
    id: friendlyId("deployment", row.id),
    createdAt: at,
    shortCode: row.id.replaceAll("-", "").slice(-8),
    version: row.version,
    runtime: "node",
    runtimeVersion: row.runtimeVersion,
    status: "DEPLOYED",
    deployedAt: at,
    ...(row.createdBy !== null && { deployedBy: row.createdBy }),
    ...(git && { git }),
    sdkVersion: row.sdkVersion,
    taskCount: row.taskCount,
    isCurrent: row.isCurrent,
    runs: runsOf(row),
  };
}

const FAULTS = ["FAILED", "CRASHED", "TIMED_OUT", "SYSTEM_FAILURE"];

function runsOf({ events, executing }: DeploymentRow): DeploymentRuns {
  const of = (event: string) => events[event] ?? 0;
  return {
    started: of("STARTED"),
    completed: of("COMPLETED"),
    failed: FAULTS.reduce((sum, event) => sum + of(event), 0),
    executing,
  };
}

/** The column holds what `schemas.ts` checked. */
function asGit(value: unknown): DeploymentGit | null {
  return value as DeploymentGit | null;
}
