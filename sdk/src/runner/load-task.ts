import { catalog } from "../catalog.ts";
import type { TaskDefinition } from "../task-options.ts";
import type { TaskRunError } from "../wire/errors.ts";
import type { AttemptInput } from "../wire/protocol.ts";
import type { Bundle } from "./bundle.ts";
import { headline, internalError } from "./task-error.ts";

export type LoadedTask =
  | { ok: true; definition: TaskDefinition }
  | { ok: false; error: TaskRunError };

/**
 * Imports the config, every `init.ts`, and the one file that holds the task: a broken file of
 * another task is none of this run's business. What is imported already costs nothing again.
 */
export async function loadTask(
  bundle: Bundle,
  { taskId, ctx }: AttemptInput,
  bundleRoot: string,
): Promise<LoadedTask> {
  const file = bundle.tasks.find(({ path }) => path === ctx.task.filePath);
  for (const { path, load } of [bundle.config, ...bundle.init, ...(file ? [file] : [])]) {
    try {
      await load();
    } catch (thrown) {
      const message = `${path} could not be imported. ${headline(thrown)}`;
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
