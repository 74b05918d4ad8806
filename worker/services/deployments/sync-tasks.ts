import type { Prisma } from "#prisma/generated/client.ts";
import type {
  DeploymentManifest,
  QueueLimits,
  RateLimit,
  TaskManifest,
} from "#sdk/wire/manifest.ts";
import { parseDuration } from "#worker/domain/duration.ts";
import { queueNameOf } from "#worker/domain/task-settings.ts";
import { toJsonInput } from "../json.ts";
import { newId } from "../new-id.ts";
import { VOID_ADMISSION } from "../queues/sql.ts";

interface Sync {
  environmentId: string;
  deploymentId: string;
  manifest: DeploymentManifest;
}

/** Makes the environment's tasks and queues those of the manifest; tasks that are gone are archived. */
export async function syncTasksAndQueues(tx: Prisma.TransactionClient, sync: Sync): Promise<void> {
  const { environmentId, manifest } = sync;
  const queues = declaredQueues(manifest);
  await forgetStarts(tx, environmentId, queues);
  for (const queue of queues) {
    await tx.queue.upsert({
      where: { environmentId_name: { environmentId, name: queue.name } },
      // An override that a person has set stays; only the code's own limits change.
      update: queue.limits,
      create: {
        id: newId(),
        environmentId,
        name: queue.name,
        type: queue.type,
        ...queue.limits,
      },
    });
  }
  for (const task of manifest.tasks) await syncTask(tx, sync, task);
  await tx.task.updateMany({
    where: { environmentId, archivedAt: null, deploymentId: { not: sync.deploymentId } },
    data: { archivedAt: new Date() },
  });
  // The code's limits may be lower now.
  await tx.$executeRawUnsafe(VOID_ADMISSION, [environmentId]);
}

/** Starts were counted by the period and the keys that a limit had; where those are others now, it counts anew. */
async function forgetStarts(
  tx: Prisma.TransactionClient,
  environmentId: string,
  queues: DeclaredQueue[],
): Promise<void> {
  const limits = new Map(queues.map((queue) => [queue.name, queue.limits]));
  const known = await tx.queue.findMany({
    where: { environmentId, name: { in: [...limits.keys()] }, rateLimit: { not: null } },
    select: { name: true, ratePeriodMs: true, rateScope: true },
  });
  const changed = known.filter(({ name, ratePeriodMs, rateScope }) => {
    const now = limits.get(name);
    return now?.ratePeriodMs !== ratePeriodMs || now.rateScope !== rateScope;
  });
  const names = changed.map(({ name }) => name);
  if (names.length === 0) return;
  await tx.rateWindow.deleteMany({ where: { environmentId, queueName: { in: names } } });
}

async function syncTask(
  tx: Prisma.TransactionClient,
  sync: Sync,
  task: TaskManifest,
): Promise<void> {
  const { environmentId, deploymentId, manifest } = sync;
  const data = {
    deploymentId,
    queueName: queueNameOf(task),
    manifest: toJsonInput(task),
    ...ttlColumns(task.ttl ?? manifest.config.ttl),
    machine: task.machine ?? manifest.config.machine ?? null,
    archivedAt: null,
  };
  await tx.task.upsert({
    where: { environmentId_slug: { environmentId, slug: task.id } },
    update: data,
    create: { id: newId(), environmentId, slug: task.id, ...data },
  });
}

interface DeclaredQueue {
  name: string;
  type: "TASK" | "CUSTOM";
  limits: LimitColumns;
}

interface LimitColumns {
  concurrencyLimit: number | null;
  totalConcurrencyLimit: number | null;
  rateLimit: number | null;
  ratePeriodMs: bigint | null;
  rateScope: "QUEUE" | "KEY" | null;
}

/** Every task's queue and every `queue({…})`; a limit that is written anywhere wins over none. */
function declaredQueues(manifest: DeploymentManifest): DeclaredQueue[] {
  const queues = new Map<string, { type: DeclaredQueue["type"]; limits: QueueLimits }>();
  const declare = (name: string, type: DeclaredQueue["type"], limits: QueueLimits = {}) => {
    const known = queues.get(name)?.limits;
    queues.set(name, {
      type,
      limits: {
        concurrencyLimit: known?.concurrencyLimit ?? limits.concurrencyLimit,
        totalConcurrencyLimit: known?.totalConcurrencyLimit ?? limits.totalConcurrencyLimit,
        rateLimit: known?.rateLimit ?? limits.rateLimit,
      },
    });
  };
  for (const queue of manifest.queues) declare(queue.name, "CUSTOM", queue);
  for (const task of manifest.tasks) {
    declare(queueNameOf(task), task.queue?.name ? "CUSTOM" : "TASK", task.queue);
  }
  return [...queues].map(([name, { type, limits }]) => ({
    name,
    type,
    limits: limitColumns(limits),
  }));
}

function limitColumns(limits: QueueLimits): LimitColumns {
  const { concurrencyLimit, totalConcurrencyLimit, rateLimit } = limits;
  return {
    concurrencyLimit: concurrencyLimit ?? null,
    totalConcurrencyLimit: totalConcurrencyLimit ?? null,
    rateLimit: rateLimit?.limit ?? null,
    ratePeriodMs: rateLimit ? periodMs(rateLimit) : null,
    rateScope: rateLimit ? (rateLimit.scope === "key" ? "KEY" : "QUEUE") : null,
  };
}

function periodMs({ period }: RateLimit): bigint {
  return BigInt(
    typeof period === "string" ? (parseDuration(period) ?? 0) : Math.round(period * 1000),
  );
}

function ttlColumns(ttl: string | number | undefined): {
  ttl: string | null;
  ttlMs: bigint | null;
} {
  if (ttl === undefined) return { ttl: null, ttlMs: null };
  if (typeof ttl === "string") return { ttl, ttlMs: BigInt(parseDuration(ttl) ?? 0) };
  return { ttl: `${ttl}s`, ttlMs: BigInt(ttl * 1000) };
}
