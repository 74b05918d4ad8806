import type { CatalogEntry } from "../catalog.ts";
import { catalog } from "../catalog.ts";
import { limitsOf } from "../queue.ts";
import type { TaskDefinition } from "../task-options.ts";
import type { TaskManifest } from "../wire/manifest.ts";
import type { Bundle, BundledFile } from "./bundle.ts";
import type { FromIndexer, ImportFailure } from "./index-protocol.ts";
import { sendToParent } from "./ipc.ts";
import { relativeTo } from "./stack.ts";
import { headline } from "./task-error.ts";

const send = (message: FromIndexer): Promise<void> => sendToParent(message);

/** Imports every file of the bundle and reports what was declared, or every file that fails to import. */
export function indexBundle(bundle: Bundle, bundleRoot: string): void {
  process.on("disconnect", () => process.exit(0));
  const index = new BundleIndex(bundle, bundleRoot);
  const report = async () => {
    await index.importAll();
    const { failures } = index;
    if (failures.length > 0) await send({ type: "failed", failures });
    else
      await send({ type: "indexed", tasks: index.tasks(), queues: [...catalog.queues.values()] });
    process.exit(0);
  };
  process.on("uncaughtException", (thrown) => void index.failNow(thrown));
  process.on("unhandledRejection", (thrown) => void index.failNow(thrown));
  void report();
}

interface FoundTask extends CatalogEntry {
  /** The file that was being imported, or the task file where `task()` was called. */
  filePath: string;
}

class BundleIndex {
  readonly failures: ImportFailure[] = [];
  readonly #bundle: Bundle;
  readonly #root: string;
  readonly #found: FoundTask[] = [];
  readonly #exports: { path: string; name: string; value: unknown }[] = [];
  #importing = "";

  constructor(bundle: Bundle, bundleRoot: string) {
    this.#bundle = bundle;
    this.#root = bundleRoot;
    catalog.onTask = (entry) => this.#found.push({ ...entry, filePath: this.#fileOf(entry) });
  }

  async importAll(): Promise<void> {
    const { config, init, tasks } = this.#bundle;
    for (const file of [config, ...init, ...tasks]) await this.#import(file);
  }

  tasks(): TaskManifest[] {
    return this.#found
      .map((found) => toManifest(found.definition, found.filePath, this.#exportName(found)))
      .sort((a, b) => (a.id === b.id ? compare(a.filePath, b.filePath) : compare(a.id, b.id)));
  }

  async failNow(thrown: unknown): Promise<void> {
    this.#fail(this.#importing, thrown);
    await send({ type: "failed", failures: this.failures });
    process.exit(1);
  }

  async #import({ path, load }: BundledFile): Promise<void> {
    this.#importing = path;
    await send({ type: "importing", path });
    try {
      const module = await load();
      if (typeof module !== "object" || module === null) return;
      for (const name of Object.keys(module)) {
        this.#exports.push({ path, name, value: Reflect.get(module, name) });
      }
    } catch (thrown) {
      this.#fail(path, thrown);
    }
  }

  #fail(path: string, thrown: unknown): void {
    const frame = thrown instanceof Error ? sourceFrames(thrown.stack, this.#root)[0] : undefined;
    const message = relativeTo(this.#root, headline(thrown));
    this.failures.push({ path, message, location: frame });
  }

  /** A task file may import another one: the innermost task file on the stack is where the task stands. */
  #fileOf({ stack }: CatalogEntry): string {
    const files = new Set([...this.#bundle.init, ...this.#bundle.tasks].map(({ path }) => path));
    for (const frame of sourceFrames(stack, this.#root)) {
      const path = frame.replace(/(:\d+)+$/, "");
      if (files.has(path)) return path;
    }
    return this.#importing;
  }

  #exportName({ handle, filePath }: FoundTask): string | undefined {
    return this.#exports.find(({ path, value }) => path === filePath && value === handle)?.name;
  }
}

/** `trigger/a.ts:3:9` for each frame of the stack that lies in the project's own files. */
function sourceFrames(stack: string | undefined, bundleRoot: string): string[] {
  const frames: string[] = [];
  for (const line of stack?.split("\n") ?? []) {
    const location = /(?:\(|at )(?:async )?([^()]+:\d+:\d+)\)?$/.exec(line)?.[1];
    if (!location?.includes(bundleRoot)) continue;
    const path = relativeTo(bundleRoot, location);
    if (!path.startsWith("node_modules/")) frames.push(path);
  }
  return frames;
}

function toManifest(
  definition: TaskDefinition,
  filePath: string,
  exportName: string | undefined,
): TaskManifest {
  const { id, description, queue, retry, machine, maxDuration, ttl, durable, jsonSchema } =
    definition;
  const { triggerSource, schedule } = definition;
  return {
    id,
    filePath,
    exportName,
    description,
    queue: queue && { name: queue.name, ...limitsOf(queue) },
    retry,
    machine: typeof machine === "object" ? machine.preset : machine,
    maxDuration,
    ttl,
    durable,
    payloadSchema: jsonSchema === undefined ? undefined : JSON.parse(JSON.stringify(jsonSchema)),
    triggerSource,
    schedule,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
