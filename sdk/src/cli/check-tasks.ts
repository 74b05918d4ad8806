import type { TaskManifest } from "../wire/manifest.ts";
import { SCHEDULE_ENVIRONMENTS } from "../wire/schedule.ts";
import type { TaskFiles } from "./build/find-task-files.ts";
import type { FieldRule } from "./field-rules.ts";
import * as rule from "./field-rules.ts";
import { count } from "./terminal.ts";
import { UserError } from "./user-error.ts";

const RULES: Record<string, FieldRule> = {
  description: rule.text,
  "queue.name": rule.text,
  "queue.concurrencyLimit": rule.concurrencyLimit,
  "queue.totalConcurrencyLimit": rule.concurrencyLimit,
  "queue.rateLimit.limit": rule.startsInPeriod,
  "queue.rateLimit.period": rule.duration,
  "queue.rateLimit.scope": rule.oneOf("queue", "key"),
  ...rule.retryRules("retry"),
  machine: rule.machine,
  maxDuration: rule.seconds,
  ttl: rule.duration,
  durable: rule.boolean,
  "schedule.cron": rule.text,
  "schedule.timezone": rule.text,
  "schedule.window": rule.window,
  "schedule.environments": rule.listOf(...SCHEDULE_ENVIRONMENTS),
};

/** @throws UserError when there is no task, two have one id, or a field is not what it has to be. */
export function checkTasks(tasks: TaskManifest[], files: TaskFiles): void {
  if (tasks.length === 0) throw noTasks(files);
  const duplicates = duplicateIds(tasks);
  if (duplicates.length > 0) {
    throw new UserError(`${count(duplicates.length, "task id")} used more than once.`, [
      ...duplicates,
      "",
      "An id is how runs and callers name a task: give each task its own.",
    ]);
  }
  const problems = tasks.flatMap((task) =>
    rule.fieldProblems(task, RULES).map((problem) => `${task.filePath}  "${task.id}": ${problem}.`),
  );
  if (problems.length > 0) throw new UserError("A task's options are not right.", problems);
}

function noTasks({ tasks, dirs }: TaskFiles): UserError {
  return new UserError(`No task is declared in ${count(tasks.length, "file")}.`, [
    `Searched: ${dirs.join("  ")}`,
    ...tasks.slice(0, 10).map((path) => `          ${path}`),
    "",
    "A task is declared like this:",
    'export const hello = task({ id: "hello", run: async () => "world" });',
  ]);
}

function duplicateIds(tasks: TaskManifest[]): string[] {
  const filesById = Map.groupBy(tasks, ({ id }) => id);
  return [...filesById]
    .filter(([, sameId]) => sameId.length > 1)
    .map(([id, sameId]) => `"${id}" in ${sameId.map(({ filePath }) => filePath).join(" and ")}`);
}
