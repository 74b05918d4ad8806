import { scopeProblem } from "#worker/domain/scopes.ts";

/** Rights that are asked for often, as scopes. */
export type Access = "READ" | "TRIGGER" | "TASKS" | "DEPLOY" | "ALL" | "CUSTOM";

export const ACCESSES: Record<Access, { label: string; description: string }> = {
  READ: {
    label: "Read only",
    description: "Sees runs, tasks, queues and variables; changes nothing",
  },
  TRIGGER: {
    label: "Trigger only",
    description: "Triggers every task, alone and in batches; sees nothing",
  },
  TASKS: {
    label: "Chosen tasks",
    description: "Triggers these tasks, and reads and cancels their runs",
  },
  DEPLOY: { label: "Deploy only", description: "For a build server: deploys, and nothing else" },
  ALL: { label: "Everything", description: "As the root key, but revoked by itself" },
  CUSTOM: { label: "Own scopes…", description: "One a line: action:type:id, such as read:queues" },
};

const FIXED: Partial<Record<Access, readonly string[]>> = {
  READ: ["read"],
  TRIGGER: ["trigger:tasks", "batchTrigger:tasks"],
  DEPLOY: ["deploy:deployments"],
  ALL: ["admin"],
};

const PER_TASK = ["trigger", "batchTrigger", "read", "write"];

/** The scopes of an access; with what is wrong with them, if something is. */
export function scopesOf(
  access: Access,
  { taskIds, text }: { taskIds: readonly string[]; text: string },
): { scopes: string[] } | { problem: string } {
  if (access === "TASKS") {
    if (taskIds.length === 0) return { problem: "Choose at least one task" };
    return { scopes: taskIds.flatMap((id) => PER_TASK.map((action) => `${action}:tasks:${id}`)) };
  }
  if (access !== "CUSTOM") return { scopes: [...(FIXED[access] ?? [])] };
  const scopes = text.split(/[\s,]+/).filter(Boolean);
  if (scopes.length === 0) return { problem: "Write at least one scope" };
  const wrong = scopes.find((scope) => scopeProblem(scope) !== undefined);
  return wrong === undefined ? { scopes } : { problem: `${wrong} ${scopeProblem(wrong)}` };
}

/** What a key may do, in as few words as there are. */
export function accessText(scopes: readonly string[]): string {
  if (scopes.includes("admin")) return ACCESSES.ALL.label;
  const known = (["READ", "TRIGGER", "DEPLOY"] as const).find(
    (access) => [...(FIXED[access] ?? [])].sort().join() === [...scopes].sort().join(),
  );
  if (known) return ACCESSES[known].label;
  const tasks = [...new Set(scopes.map((scope) => /^[a-zA-Z]+:tasks:(.+)$/.exec(scope)?.[1]))];
  return tasks.every((id) => id !== undefined) ? `Tasks: ${tasks.join(", ")}` : scopes.join(", ");
}
