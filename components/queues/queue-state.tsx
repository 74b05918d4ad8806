import { Gauge, Pause } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatDay } from "#components/ui/format-time.ts";
import { ABOVE_ROW_LINK } from "#components/ui/table.tsx";
import type { QueueObject } from "#sdk/wire/queue.ts";
import { isAtLimit } from "./limit-words.ts";

/** Nothing where it is neither paused nor full. */
export function QueueState(props: { queue: QueueObject; environmentLimit: number }): ReactNode {
  const { queue, environmentLimit } = props;
  if (queue.paused) {
    return (
      <span className={cn(ABOVE_ROW_LINK, "shrink-0")}>
        <PausedBadge queue={queue} />
      </span>
    );
  }
  if (!isAtLimit(queue, environmentLimit)) return null;
  return (
    <Badge tone="warning" className="shrink-0">
      <Gauge aria-hidden className="size-3" />
      At limit
    </Badge>
  );
}

type Pausable = Pick<QueueObject, "pausedAt" | "pausedBy">;

export function PausedBadge({ queue: { pausedAt, pausedBy } }: { queue: Pausable }): ReactNode {
  const since = pausedAt === undefined ? "" : ` since ${formatDay(Date.parse(pausedAt))}`;
  const by = pausedBy === undefined ? "" : ` by ${pausedBy}`;
  return (
    <span suppressHydrationWarning title={`Paused${since}${by}`} className="inline-flex shrink-0">
      <Badge tone="warning">
        <Pause aria-hidden className="size-3" />
        Paused
      </Badge>
    </span>
  );
}
