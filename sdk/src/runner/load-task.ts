import { catalog } from "../catalog.ts";
import { globalHooks } from "../hook-registry.ts";
import type { HookFunction } from "../hooks.ts";
import { hooksByKind } from "../hooks.ts";
import type { TaskDefinition } from "../task-options.ts";
import type { TaskRunError } from "../wire/errors.ts";
import type { Bundle, BundledFile } from "./bundle.ts";
import { Scope } from "./scope.ts";
import type { AttemptSession } from "./session.ts";
import { headline, internalError } from "./task-error.ts";
import { configureTelemetry } from "./telemetry/configure.ts";
import type { Telemetry } from "./telemetry/export.ts";

const CONFIG_HOOKS = "config";

/** Hooks that the config exports are global ones, under one name: registering them again changes nothing. */
function registerConfigHooks(module: unknown): void {
  const config = property(module, "default");
  if (typeof config === "object" && config !== null) {
    globalHooks.addAll(hooksByKind(config), CONFIG_HOOKS);
  }
  const handleError = property(module, "handleError");
  if (typeof handleError === "function") {
    globalHooks.addAll(hooksByKind({ handleError: asHook(handleError) }), CONFIG_HOOKS);
  }
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** What the config exports under a hook's name is meant as one. */
function asHook(fn: object): HookFunction<"catchError"> {
  return fn as HookFunction<"catchError">;
}

export type LoadedTask =
  | { ok: true; definition: TaskDefinition }
  | { ok: false; error: TaskRunError };

/**
 * Imports the config, every `init.ts`, and the one file that holds the task: a broken file of
 * another task is none of this run's business. What is imported already costs nothing again.
 */
export async function loadTask(bundle: Bundle, session: AttemptSession): Promise<LoadedTask> {
  const { taskId, ctx } = session.attempt;
  const file = bundle.tasks.find(({ path }) => path === ctx.task.filePath);
  for (const needed of [bundle.config, ...bundle.init, ...(file ? [file] : [])]) {
    try {
      const module = await load(needed, session);
      if (needed === bundle.config) await applyConfig(module, bundle, session);
    } catch (thrown) {
      const message = `${needed.path} could not be imported. ${headline(thrown)}`;
      const { bundleRoot } = session;
      const error = internalError("COULD_NOT_IMPORT_TASK", message, { thrown, bundleRoot });
      return { ok: false, error };
    }
  }
  const definition = catalog.tasks.get(taskId)?.definition;
  if (definition) return { ok: true, definition };
  const where = file
    ? `${ctx.task.filePath} declares no such task`
    : `this deployment has no ${ctx.task.filePath}`;
  const message = `There is no task "${taskId}": ${where}.`;
  return { ok: false, error: internalError("COULD_NOT_FIND_TASK", message) };
}

/** Also for speed: to import again what is there takes longer than all else of a short attempt. */
const imported = new WeakMap<BundledFile, unknown>();

/** What takes its time the first time is shown: a heavy file is what a slow start is mostly about. */
async function load(file: BundledFile, session: AttemptSession): Promise<unknown> {
  if (imported.has(file)) return imported.get(file);
  const scope = new Scope(session);
  const module = await scope.inSpan({ name: `Imported ${file.path}`, category: "platform" }, () =>
    file.load(),
  );
  imported.set(file, module);
  return module;
}

/** Of the bundle that this process has; started with its first attempt. */
let telemetry: Promise<Telemetry | undefined> | undefined;

async function applyConfig(
  module: unknown,
  { loadMetrics }: Bundle,
  session: AttemptSession,
): Promise<void> {
  registerConfigHooks(module);
  const config = property(module, "default");
  const { resource } = session;
  telemetry ??= configureTelemetry({ config, loadMetrics, resource });
  session.telemetry = await telemetry;
}
