import { processWide } from "./process-wide.ts";
import type { TaskDefinition } from "./task-options.ts";
import type { QueueManifest } from "./wire/manifest.ts";

/** A task as `task()` registered it. */
export interface CatalogEntry {
  definition: TaskDefinition;
  /** What `task()` returned: indexing finds the name it is exported under by identity. */
  handle: object;
  /** Where `task()` was called, only while indexing: one entry per registration, duplicates included. */
  stack?: string | undefined;
}

interface Catalog {
  tasks: Map<string, CatalogEntry>;
  queues: Map<string, QueueManifest>;
  /** Set while indexing; a server that reloads its modules registers the same task again and again. */
  onTask?: ((entry: CatalogEntry) => void) | undefined;
}

/** Everything that `task()` and `queue()` declared in this process. The last declaration of an id stands. */
export const catalog = processWide(
  "catalog",
  (): Catalog => ({ tasks: new Map(), queues: new Map() }),
);

export function registerTask(definition: TaskDefinition, handle: object): void {
  const stack = catalog.onTask ? callSite() : undefined;
  const entry: CatalogEntry = { definition, handle, stack };
  catalog.tasks.set(definition.id, entry);
  catalog.onTask?.(entry);
}

export function registerQueue(queue: QueueManifest): void {
  const first = catalog.queues.get(queue.name);
  if (first && JSON.stringify(first) !== JSON.stringify(queue)) {
    console.warn(
      `Queue "${queue.name}" is declared twice with different limits; the first (${describeLimits(first)}) stands.`,
    );
    return;
  }
  catalog.queues.set(queue.name, queue);
}

function describeLimits({ name: _, ...limits }: QueueManifest): string {
  const { concurrencyLimit, ...others } = limits;
  if (Object.keys(others).length === 0) return String(concurrencyLimit ?? "none");
  return JSON.stringify(limits);
}

function callSite(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const { stack } = new Error("task() was called here");
  Error.stackTraceLimit = limit;
  return stack;
}
