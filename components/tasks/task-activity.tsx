import Link from "next/link";
import type { ReactNode } from "react";
import { RunStatusLabel } from "#components/runs/run-status.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { formatClock } from "#components/ui/format-time.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskOverviewView } from "#worker/domain/tasks/views.ts";
import { totals } from "./activity.ts";
import { ActivityBars } from "./activity-bars.tsx";
import { failedShare } from "./failed-share.ts";
import { TaskSection } from "./task-section.tsx";

/** How its runs ended hour by hour, in numbers beside the bars. */
export function TaskActivity({ view }: { view: TaskOverviewView }): ReactNode {
  const { task, activity } = view;
  const paths = usePaths();
  const hours = activity.tasks[task.id] ?? [];
  const counts = totals(hours);
  return (
    <TaskSection title="Last 24 hours">
      <Stats stats={task.stats} />
      <ActivityBars activity={activity} hours={hours} className="h-24" />
      <div className="flex justify-between text-caption text-text-muted">
        {activity.hours[0] !== undefined && <HourAndMinute value={activity.hours[0]} />}
        <span>Now</span>
      </div>
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {counts.length === 0 && <li className="text-text-muted">No run ended.</li>}
        {counts.map(({ status, count }) => (
          <li key={status} className="flex items-center gap-2">
            <RunStatusLabel status={status} />
            <span className="tabular-nums">{count.toLocaleString("en")}</span>
          </li>
        ))}
        {activity.deployments.map(({ version, at }) => (
          <li key={version} className="flex items-center gap-2">
            <span aria-hidden className="h-3.5 border-accent border-l-2 border-dashed" />
            <Link href={paths.deployment(version)} className="tabular-nums hover:underline">
              {version}
            </Link>
            <span className="text-text-muted">
              deployed <HourAndMinute value={at} />
            </span>
          </li>
        ))}
      </ul>
    </TaskSection>
  );
}

function Stats({ stats }: { stats: TaskOverviewView["task"]["stats"] }): ReactNode {
  if (!stats) return null;
  const shown = [
    { label: "p50", value: formatDuration(stats.p50Ms) },
    { label: "p95", value: formatDuration(stats.p95Ms) },
    { label: "Failed", value: failedShare(stats) },
  ];
  return (
    <div className="flex flex-wrap items-end gap-x-8 gap-y-2">
      {shown.map(({ label, value }) => (
        <div key={label} className="flex flex-col">
          <span className="text-caption text-text-muted">{label}</span>
          <span className="font-semibold text-hero tabular-nums">{value}</span>
        </div>
      ))}
      <span className="pb-1 text-caption text-text-muted">
        Of the newest {stats.sampledCount.toLocaleString("en")} that ended; durations are of
        executing.
      </span>
    </div>
  );
}

function HourAndMinute({ value }: { value: string }): ReactNode {
  return (
    <time dateTime={value} suppressHydrationWarning>
      {formatClock(Date.parse(value)).slice(0, 5)}
    </time>
  );
}
