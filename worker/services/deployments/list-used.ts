import type { MachinePreset } from "#sdk/wire/machine.ts";
import { resolveTaskSettings } from "#worker/domain/task-settings.ts";
import type { ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { type LoadedDeployment, loadDeployment } from "./load.ts";

/** A deployment of which something executes, and the machine that it executes on. */
export interface UsedDeployment {
  deployment: LoadedDeployment;
  machine: MachinePreset;
}

interface UsedRow {
  deploymentId: string;
  environmentId: string;
  taskSlug: string;
  machine: string | null;
}

/** What other workers than this one execute, the most frequent first. */
export async function listUsedDeployments(
  ctx: ServiceContext,
  { exceptWorkerId, limit }: { exceptWorkerId: string; limit: number },
): Promise<UsedDeployment[]> {
  const { rows } = await ctx.db.pool.query<UsedRow>({
    name: "list-used-deployments",
    text: `
      SELECT attempt.deployment_id AS "deploymentId", run.environment_id AS "environmentId",
        run.task_slug AS "taskSlug", run.machine
      FROM attempt JOIN run ON run.id = attempt.run_id
      WHERE attempt.status = 'EXECUTING' AND attempt.worker_id <> $1 AND run.status = 'EXECUTING'
      GROUP BY 1, 2, 3, 4 ORDER BY count(*) DESC, 1, 3 LIMIT $2`,
    values: [exceptWorkerId, limit],
  });
  const used = await Promise.all(rows.map((row) => toUsed(ctx, row)));
  return used.flatMap((each) => each ?? []);
}

async function toUsed(ctx: ServiceContext, row: UsedRow): Promise<UsedDeployment | undefined> {
  const deployment = await loadDeployment(ctx, row.deploymentId);
  const { type } = await loadEnvironmentScope(ctx, row.environmentId);
  const overrides = { machine: row.machine, maxAttempts: null, maxDurationSeconds: null };
  const settings = resolveTaskSettings(deployment.manifest, row.taskSlug, overrides, type);
  return settings && { deployment, machine: settings.machine };
}
