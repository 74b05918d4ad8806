import Link from "next/link";
import type { ReactNode } from "react";
import { shortRunId } from "#components/runs/run-id.ts";
import { RunStatusLabel } from "#components/runs/run-status.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskView } from "#worker/domain/views.ts";
import { TaskSection } from "./task-section.tsx";

export function TaskRuns({ task }: { task: TaskView }): ReactNode {
  const paths = usePaths();
  return (
    <TaskSection
      title="Latest runs"
      aside={
        <Link href={paths.runsOfTask(task.id)} className="text-accent hover:underline">
          All of them in Runs
        </Link>
      }
    >
      {task.lastRuns.length === 0 ? (
        <p className="text-text-muted">It has not run yet. Test starts a run of it.</p>
      ) : (
        <ul className="rounded-panel border border-border">
          {task.lastRuns.map(({ id, status, createdAt, durationMs }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-border border-b px-3 py-2 last:border-b-0"
            >
              <span className="w-32">
                <RunStatusLabel status={status} />
              </span>
              <Link
                href={paths.run(id)}
                title={id}
                className="w-32 font-mono text-accent text-mono"
              >
                {shortRunId(id)}
              </Link>
              <span className="w-20 text-text-muted">
                <RelativeTime value={createdAt} />
              </span>
              <span className="w-20 text-right tabular-nums">
                {durationMs > 0 ? formatDuration(durationMs) : "–"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </TaskSection>
  );
}
