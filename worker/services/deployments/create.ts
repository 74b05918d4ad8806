import { gzipSync } from "node:zlib";
import type { Prisma } from "#prisma/generated/client.ts";
import type { DeploymentGit } from "#sdk/wire/deployment.ts";
import type { BundleArchive, DeploymentManifest, TaskManifest } from "#sdk/wire/manifest.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { nextVersion, versionPrefix } from "#worker/domain/version.ts";
import { actorName } from "../actor-name.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { toJsonInput } from "../json.ts";
import { sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";
import { ruleProblem } from "../schedules/check.ts";
import { makeCurrent } from "./make-current.ts";
import { expectRelease, releaseParkedRuns } from "./release-parked-runs.ts";

export interface CreatedDeployment {
  id: string;
  version: string;
  taskCount: number;
  /** The same code was current already. */
  isUnchanged: boolean;
  /** New runs take it when they start. */
  isCurrent: boolean;
}

interface DeploymentInput {
  manifest: DeploymentManifest;
  bundle: BundleArchive;
  git?: DeploymentGit | undefined;
  /** It is stored and waits to be promoted; until then only runs that ask for its version take it. */
  isHeldBack?: boolean | undefined;
}

/**
 * Stores a bundle, makes it the environment's current version unless it is held back, and syncs its tasks and queues, all
 * or nothing.
 */
export async function createDeployment(
  ctx: EnvironmentContext,
  input: DeploymentInput,
): Promise<CreatedDeployment> {
  authorize(ctx, "deploy", { type: "deployments" });
  check(ctx, input);
  const createdBy = await actorName(ctx);
  const created = await ctx.db.prisma.$transaction(
    async (tx) => {
      // One deployment at a time per environment, so that versions count up and one becomes current.
      await tx.$queryRaw`SELECT 1 FROM environment WHERE id = ${ctx.environment.id}::uuid FOR UPDATE`;
      await expectRelease(tx, ctx);
      const contentHash = sha256(
        JSON.stringify({ manifest: input.manifest, bundle: input.bundle }),
      );
      const current = await tx.deployment.findFirst({
        where: { environmentId: ctx.environment.id, isCurrent: true, bundle: { contentHash } },
        select: { id: true, version: true },
      });
      if (current) return { ...current, isUnchanged: true, isCurrent: true };
      const bundleId = await storeBundle(tx, ctx, input.bundle, contentHash);
      const stored = await insertDeployment(tx, ctx, { ...input, bundleId, createdBy });
      if (!input.isHeldBack)
        await makeCurrent(tx, ctx, { deploymentId: stored.id, manifest: input.manifest });
      return { ...stored, isUnchanged: false, isCurrent: !input.isHeldBack };
    },
    { timeout: 30_000 },
  );
  await releaseParkedRuns(ctx, ctx.environment.id);
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

async function insertDeployment(
  tx: Prisma.TransactionClient,
  ctx: EnvironmentContext,
  { manifest, git, bundleId, createdBy }: DeploymentInput & { bundleId: string; createdBy: string },
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
  await tx.deployment.create({
    data: {
      ...{ id, environmentId, bundleId, version, createdBy, createdAt: now },
      manifest: toJsonInput(manifest),
      ...(git && { git: toJsonInput(git) }),
    },
  });
  return { id, version };
}
