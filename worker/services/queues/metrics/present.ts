import type { Queue } from "#prisma/generated/client.ts";
import { percentileMs } from "#worker/domain/histogram.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { QueueMetricsView } from "#worker/domain/insight/views.ts";
import type { FlowRow } from "./sql.ts";

export const RECENT_MINUTES = 10;

interface Found {
  flow: FlowRow[];
  oldest: Date | undefined;
  now: Date;
}

/** Of one queue, from the flow of its last minutes. */
export function presentMetrics(queue: Queue, { flow, oldest, now }: Found): QueueMetricsView {
  const started = flow.filter(({ event }) => event === "STARTED");
  const delay = percentileMs(started, 0.95);
  const rate = (rows: FlowRow[]) =>
    Math.round((rows.reduce((sum, { count }) => sum + count, 0) / RECENT_MINUTES) * 10) / 10;
  return {
    id: friendlyId("queue", queue.id),
    ...(oldest && { oldestWaitMs: Math.max(0, now.getTime() - oldest.getTime()) }),
    ...(delay !== undefined && { delayP95Ms: Math.round(delay) }),
    inPerMinute: rate(flow.filter(({ event }) => event === "QUEUED")),
    outPerMinute: rate(started),
  };
}
