import Link from "next/link";
import type { ReactNode } from "react";
import { limitedBy, otherLimits } from "#components/queues/limit-words.ts";
import { PausedBadge } from "#components/queues/queue-state.tsx";
import { ScheduleState } from "#components/schedules/schedule-state.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskOverviewView } from "#worker/domain/tasks/views.ts";
import { taskTypeName } from "./task-type.tsx";

/** Where it is, what it does now, and what it hangs on. */
export function TaskFacts({ view }: { view: TaskOverviewView }): ReactNode {
  const { task, queue, schedules } = view;
  const paths = usePaths();
  return (
    <DefinitionList>
      <Definition term="Type">{taskTypeName(task)}</Definition>
      <Definition term="File" isMono>
        <span className="break-all">{task.filePath}</span>
      </Definition>
      <Definition term="Export" isMono>
        {task.exportName ?? "Not exported"}
      </Definition>
      <Definition term="Version" isMono>
        <Link href={paths.deployment(task.version)} className="hover:underline">
          {task.version}
        </Link>
      </Definition>
      <Definition term="Now">
        {task.executingCount.toLocaleString("en")} running, {task.queuedCount.toLocaleString("en")}{" "}
        queued
      </Definition>
      <Definition term="Queue">
        <span className="flex flex-wrap items-center gap-x-2">
          <Link href={paths.queueDetail(queue.id)} className="break-all hover:underline">
            {task.queue}
          </Link>
          {queue.paused && <PausedBadge queue={queue} />}
          <span className="text-text-muted">{limitText(queue)}</span>
        </span>
      </Definition>
      <Definition term="Schedules">
        {schedules.length === 0 ? null : (
          <ul className="flex flex-col gap-1">
            {schedules.map((schedule) => (
              <li key={schedule.id} className="flex flex-wrap items-center gap-x-3">
                <Link href={paths.schedule(schedule.id)} className="hover:underline">
                  {schedule.generator.description}, {schedule.timezone}
                </Link>
                <ScheduleState schedule={schedule} />
                {schedule.nextRunEffectiveAt !== undefined && (
                  <span className="text-text-muted">
                    next <RelativeTime value={schedule.nextRunEffectiveAt} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Definition>
    </DefinitionList>
  );
}

function limitText(queue: TaskOverviewView["queue"]): string {
  const { current } = queue.concurrency;
  const by = { Override: "set by hand", Code: "from the code", Environment: "the environment’s" };
  const limit =
    current === null
      ? "the environment’s limit"
      : `${current.toLocaleString("en")} at once, ${by[limitedBy(queue)]}`;
  return [limit, ...otherLimits(queue)].join(", ");
}
