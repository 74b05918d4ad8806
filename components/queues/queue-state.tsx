import { Pause } from "lucide-react";
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
    const since =
      queue.pausedAt === undefined ? "" : ` since ${formatDay(Date.parse(queue.pausedAt))}`;
    const by = queue.pausedBy === undefined ? "" : ` by ${queue.pausedBy}`;
    return (
      <span className={cn(ABOVE_ROW_LINK, "shrink-0")} suppressHydrationWarning>
        <Badge tone="warning" title={`Paused${since}${by}`}>
          <Pause aria-hidden className="size-3" />
          Paused
        </Badge>
      </span>
    );
  }
  if (!isAtLimit(queue, environmentLimit)) return null;
  return (
    <Badge tone="warning" className="shrink-0">
      At limit
    </Badge>
  );
}
