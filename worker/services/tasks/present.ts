import type { TaskManifest } from "#sdk/wire/manifest.ts";
import type { TaskView } from "#worker/domain/views.ts";

/** What a task is doing now. */
export interface TaskCounts {
  executing: number;
  queued: number;
}

export const taskSelect = {
  slug: true,
  queueName: true,
  manifest: true,
  deployment: { select: { version: true } },
} as const;

interface SelectedTask {
  slug: string;
  queueName: string;
  manifest: unknown;
  deployment: { version: string };
}

export function presentTask(
  task: SelectedTask,
  counts: TaskCounts,
  lastRuns: TaskView["lastRuns"],
): TaskView {
  const manifest = taskManifestOf(task.manifest);
  return {
    id: task.slug,
    filePath: manifest.filePath,
    ...(manifest.exportName !== undefined && { exportName: manifest.exportName }),
    ...(manifest.description !== undefined && { description: manifest.description }),
    queue: task.queueName,
    version: task.deployment.version,
    executingCount: counts.executing,
    queuedCount: counts.queued,
    lastRuns,
    ...(manifest.triggerSource !== undefined && { triggerSource: manifest.triggerSource }),
    ...(manifest.payloadSchema !== undefined && { payloadSchema: manifest.payloadSchema }),
  };
}

/** The column holds what `deployments/create.ts` checked with zod before it wrote it. */
export function taskManifestOf(value: unknown): TaskManifest {
  return value as TaskManifest;
}
