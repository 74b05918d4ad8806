import type { TaskChange } from "#sdk/wire/deployment.ts";
import type { DeploymentManifest, TaskManifest } from "#sdk/wire/manifest.ts";

type Tasks = Pick<DeploymentManifest, "tasks">;

/** Tasks that came, went, or have other settings, by id. The code inside of a task is not compared. */
export function taskChanges(before: Tasks, after: Tasks): TaskChange[] {
  const old = new Map(before.tasks.map((task) => [task.id, task]));
  const fresh = new Set(after.tasks.map((task) => task.id));
  const changes: TaskChange[] = [];
  for (const task of after.tasks) {
    const previous = old.get(task.id);
    if (!previous) changes.push({ task: task.id, kind: "ADDED" });
    else {
      const settings = changedSettings(previous, task);
      if (settings.length > 0) changes.push({ task: task.id, kind: "CHANGED", settings });
    }
  }
  for (const id of old.keys()) if (!fresh.has(id)) changes.push({ task: id, kind: "REMOVED" });
  return changes.sort((a, b) => (a.task < b.task ? -1 : 1));
}

function changedSettings(before: TaskManifest, after: TaskManifest): string[] {
  const [old, fresh] = [settingsOf(before), settingsOf(after)];
  const names = new Set([...old.keys(), ...fresh.keys()]);
  return [...names].filter((name) => name !== "id" && old.get(name) !== fresh.get(name)).sort();
}

function settingsOf(task: TaskManifest): Map<string, string> {
  return new Map(
    Object.entries(task)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, stable(value)]),
  );
}

/** The database gives back objects with their keys in another order. */
function stable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stable).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${stable(each)}`)
    .join()}}`;
}
