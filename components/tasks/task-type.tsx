import { CalendarClock, SquareFunction } from "lucide-react";
import type { ReactNode } from "react";
import type { TaskView } from "#worker/domain/views.ts";

type Typed = Pick<TaskView, "triggerSource">;

export function taskTypeName({ triggerSource }: Typed): string {
  return triggerSource === "schedule" ? "Scheduled task" : "Standard task";
}

/** An icon before its id, where every row has little room; the task's page says it in words. */
export function TaskTypeMark({ task }: { task: Typed }): ReactNode {
  const Icon = task.triggerSource === "schedule" ? CalendarClock : SquareFunction;
  return (
    <span title={taskTypeName(task)} className="shrink-0 text-text-muted">
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{taskTypeName(task)}</span>
    </span>
  );
}
