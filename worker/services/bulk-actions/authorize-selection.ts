import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

/**
 * Throws FORBIDDEN unless the caller may do this to whatever is selected. With tasks in the filter, a
 * key that may do it to each of them may do it.
 */
export function authorizeSelection(
  ctx: EnvironmentContext,
  action: "cancel" | "replay",
  tasks: readonly string[] = [],
): void {
  if (tasks.length === 0) {
    authorize(ctx, "write", { type: "runs" });
    if (action === "replay") authorize(ctx, "trigger", { type: "tasks" });
  }
  for (const id of tasks) {
    authorize(ctx, "write", { type: "runs" }, { type: "tasks", id });
    if (action === "replay") authorize(ctx, "trigger", { type: "tasks", id });
  }
}
