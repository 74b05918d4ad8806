import { gzipSync } from "node:zlib";
import type { Prisma } from "#prisma/generated/client.ts";
import type { BundleArchive, DeploymentManifest, TaskManifest } from "#sdk/wire/manifest.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { nextVersion, versionPrefix } from "#worker/domain/version.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { toJsonInput } from "../json.ts";
import { sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";
import { ruleProblem } from "../schedules/check.ts";
import { syncDeclaredSchedules } from "../schedules/sync-declared.ts";
import { releaseParkedRuns } from "./release-parked-runs.ts";
import { syncTasksAndQueues } from "./sync-tasks.ts";

export interface CreatedDeployment {
  id: string;
  version: string;
  taskCount: number;
  /** The same code was current already. */
  isUnchanged: boolean;
}

interface DeploymentInput {
  manifest: DeploymentManifest;
  bundle: BundleArchive;
}

/** Stores a bundle, makes it the environment's current version and syncs its tasks and queues, all or nothing. */
export async function createDeployment(
  ctx: EnvironmentContext,
  input: DeploymentInput,
): Promise<CreatedDeployment> {
  authorize(ctx, "deploy", { type: "deployments" });
  check(ctx, input);
  const created = await ctx.db.prisma.$transaction(
    async (tx) => {
      // One deployment at a time per environment, so that versions count up and one becomes current.
      await tx.$queryRaw`SELECT 1 FROM environment WHERE id = ${ctx.environment.id}::uuid FOR UPDATE`;
      const contentHash = sha256(JSON.stringify(input));
      const current = await tx.deployment.findFirst({
        where: { environmentId: ctx.environment.id, isCurrent: true, bundle: { contentHash } },
      });
      if (current) return { id: current.id, version: current.version, isUnchanged: true };
      const bundleId = await storeBundle(tx, ctx, input.bundle, contentHash);
      return { ...(await makeCurrent(tx, ctx, bundleId, input.manifest)), isUnchanged: false };
    },
    { timeout: 30_000 },
  );
  if (!created.isUnchanged) await releaseParkedRuns(ctx);
  return { ...created, taskCount: input.manifest.tasks.length };
}

function check(ctx: EnvironmentContext, { manifest, bundle }: DeploymentInput): void {
  const { project } = manifest.config;
  if (project !== ctx.environment.project.ref) {
    throw new DomainError(
      "UNPROCESSABLE",
      `trigger.config.ts names the project ${project}, but this key belongs to ${ctx.environment.project.ref}. Use a key of that project, or change the config.`,
    );
  }
  const ids = manifest.tasks.map((task) => task.id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated) throw new DomainError("UNPROCESSABLE", `The task id “${repeated}” is there twice.`);
  for (const task of manifest.tasks) checkDeclaredSchedule(task);
  if (!bundle.files.some((file) => file.path === manifest.entryPoint)) {
    throw new DomainError(
      "UNPROCESSABLE",
      `The bundle does not contain its entry point ${manifest.entryPoint}.`,
    );
  }
}

function checkDeclaredSchedule({ id, schedule, triggerSource }: TaskManifest): void {
  if (!schedule) return;
  const { cron, timezone, window = null } = schedule;
  const problem =
    triggerSource === "schedule"
      ? ruleProblem({ cron, timezone, window })
      : "Only schedules.task() takes a cron.";
  if (problem) throw new DomainError("UNPROCESSABLE", `The cron of the task “${id}”: ${problem}`);
}

async function storeBundle(
  tx: Prisma.TransactionClient,
  ctx: EnvironmentContext,
  bundle: BundleArchive,
  contentHash: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const where = { environmentId_contentHash: { environmentId: ctx.environment.id, contentHash } };
  const existing = await tx.bundle.findUnique({ where, select: { id: true } });
  if (existing) return existing.id;
  const id = newId();
  const archive = new Uint8Array(gzipSync(JSON.stringify(bundle)));
  await tx.bundle.create({ data: { id, environmentId: ctx.environment.id, contentHash, archive } });
  return id;
}

async function makeCurrent(
  tx: Prisma.TransactionClient,
  ctx: EnvironmentContext,
  bundleId: string,
  manifest: DeploymentManifest,
): Promise<{ id: string; version: string }> {
  const environmentId = ctx.environment.id;
  const now = ctx.clock();
  const today = await tx.deployment.findMany({
    where: { environmentId, version: { startsWith: versionPrefix(now) } },
    select: { version: true },
  });
  const id = newId();
  const version = nextVersion(
    now,
    today.map((deployment) => deployment.version),
  );
  await tx.deployment.updateMany({
    where: { environmentId, isCurrent: true },
    data: { isCurrent: false },
  });
  await tx.deployment.create({
    data: {
      id,
      environmentId,
      bundleId,
      version,
      manifest: toJsonInput(manifest),
      isCurrent: true,
      createdAt: now,
    },
  });
  await syncTasksAndQueues(tx, { environmentId, deploymentId: id, manifest });
  await syncDeclaredSchedules(tx, { environment: ctx.environment, manifest, now });
  return { id, version };
}
