import type { ServiceContext } from "../context.ts";
import type { KnownStarts } from "./sql.ts";

type KnownTask = KnownStarts["tasks"][number];

export interface KnownTasks {
  list: () => KnownTask[];
  add: (task: KnownTask) => void;
}

const MAX_KNOWN_TASKS = 200;
const known = new WeakMap<object, Map<string, KnownTask>>();

/** Tasks that this process has started from a deployment, which never changes; the latest ones. */
export function knownTasks(ctx: ServiceContext): KnownTasks {
  const tasks = known.get(ctx.db) ?? new Map<string, KnownTask>();
  known.set(ctx.db, tasks);
  return {
    list: () => [...tasks.values()],
    add: (task) => {
      tasks.set(`${task.deploymentId} ${task.taskSlug}`, task);
      const oldest = tasks.keys().next();
      if (tasks.size > MAX_KNOWN_TASKS && !oldest.done) tasks.delete(oldest.value);
    },
  };
}
