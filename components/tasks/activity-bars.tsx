import type { ReactNode } from "react";
import { RUN_STATUS } from "#components/runs/run-status.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatClock } from "#components/ui/format-time.ts";
import type { Tone } from "#components/ui/tone.ts";
import type { ActivityHourView, TaskActivityView } from "#worker/domain/tasks/views.ts";
import { activityBars, activityText, type HourBar } from "./activity.ts";

const FILLS: Record<Tone, string> = {
  neutral: "fill-neutral",
  info: "fill-info",
  success: "fill-success",
  danger: "fill-danger",
  warning: "fill-warning",
};

/** Of the drawing; it is stretched to the width it gets. */
const HEIGHT = 100;
const STEP = 10;
const GAP = 2;

export type ActivityBarsProps = {
  activity: Pick<TaskActivityView, "hours" | "deployments">;
  hours: readonly ActivityHourView[];
  className?: string;
};

/** Ends of runs by hour, stacked by how they ended; a line where something was deployed. All of it is in its label. */
export function ActivityBars({ activity, hours, className }: ActivityBarsProps): ReactNode {
  const { bars, highest, deploys } = activityBars(activity, hours);
  return (
    <svg
      role="img"
      aria-label={activityText(hours, activity.deployments)}
      viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("block h-6 w-full overflow-visible", className)}
      suppressHydrationWarning
    >
      {bars.map((bar, index) => (
        <HourOfBars key={bar.at} bar={bar} x={index * STEP} highest={highest} />
      ))}
      {deploys.map(({ version, at, place }) => (
        <line
          key={version}
          x1={place * STEP}
          x2={place * STEP}
          y1={0}
          y2={HEIGHT}
          vectorEffect="non-scaling-stroke"
          strokeDasharray="2 2"
          className="stroke-accent"
          strokeWidth={1.5}
        >
          <title>{`${version} deployed at ${formatClock(Date.parse(at)).slice(0, 5)}`}</title>
        </line>
      ))}
      <line
        x1={0}
        x2={bars.length * STEP}
        y1={HEIGHT}
        y2={HEIGHT}
        vectorEffect="non-scaling-stroke"
        className="stroke-border"
      />
    </svg>
  );
}

function HourOfBars(props: { bar: HourBar; x: number; highest: number }): ReactNode {
  const { bar, x, highest } = props;
  let below = 0;
  return (
    <g>
      <title>{hourTitle(bar)}</title>
      {/* The whole height answers to the pointer, so that low bars can be asked too. */}
      <rect x={x} y={0} width={STEP} height={HEIGHT} fill="transparent" />
      {bar.parts.map(({ tone, count }) => {
        // What is there is seen: a pixel at least.
        const height = Math.max(4, (count / highest) * HEIGHT);
        below += height;
        return (
          <rect
            key={tone}
            x={x + GAP / 2}
            y={HEIGHT - below}
            width={STEP - GAP}
            height={height}
            className={FILLS[tone]}
          />
        );
      })}
    </g>
  );
}

function hourTitle({ at, statuses }: HourBar): string {
  const from = formatClock(Date.parse(at)).slice(0, 5);
  if (statuses.length === 0) return `${from}: nothing ended`;
  const parts = statuses.map(
    ({ status, count }) =>
      `${count.toLocaleString("en")} ${RUN_STATUS[status].label.toLowerCase()}`,
  );
  return `${from}: ${parts.join(", ")}`;
}
