import type { ReactNode } from "react";
import { formatDuration } from "#components/ui/format-duration.ts";
import { Cell } from "#components/ui/table.tsx";
import type { QueueMetricsView } from "#worker/domain/insight/views.ts";

const NONE = "–";

/** Oldest wait, delay, and what comes in and goes out; dashes until they are here. */
export function MetricCells({ metrics }: { metrics: QueueMetricsView | undefined }): ReactNode {
  const wait = metrics?.oldestWaitMs;
  const delay = metrics?.delayP95Ms;
  return (
    <>
      <Cell className="text-right tabular-nums">
        {wait === undefined ? NONE : formatDuration(wait)}
      </Cell>
      <Cell className="text-right tabular-nums">
        {delay === undefined ? NONE : formatDuration(delay)}
      </Cell>
      <Cell className="text-right tabular-nums">
        {metrics === undefined ? NONE : `${metrics.inPerMinute} / ${metrics.outPerMinute}`}
      </Cell>
    </>
  );
}
