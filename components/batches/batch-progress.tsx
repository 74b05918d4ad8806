import type { ReactNode } from "react";
import { RUN_STATUS } from "#components/runs/run-status.tsx";
import { cn } from "#components/ui/cn.ts";
import { TONE_FILL, type Tone } from "#components/ui/tone.ts";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import type { BatchView } from "#worker/domain/insight/views.ts";

export type Part = { label: string; tone: Tone; count: number };

/** Its items by what became of them, runs in the order of their lives. */
export function partsOf({ runs, refusedCount, reusedCount }: BatchView): Part[] {
  const parts: Part[] = RUN_STATUSES.map((status) => ({
    ...{ label: RUN_STATUS[status].label, tone: RUN_STATUS[status].tone },
    count: runs[status] ?? 0,
  }));
  parts.push({ label: "Found a run by its key", tone: "neutral", count: reusedCount });
  parts.push({ label: "Refused", tone: "danger", count: refusedCount });
  return parts.filter(({ count }) => count > 0);
}

/** A bar as long as the batch is announced to be. */
export function BatchProgress(props: { batch: BatchView; className?: string }): ReactNode {
  const { batch, className } = props;
  const parts = partsOf(batch);
  const label = parts.map((part) => `${part.count} ${part.label.toLowerCase()}`).join(", ");
  return (
    <span
      role="img"
      aria-label={label === "" ? "No items yet" : label}
      title={label}
      className={cn("flex h-2 min-w-0 gap-px overflow-hidden rounded-full bg-raised", className)}
    >
      {parts.map((part) => (
        <span
          key={part.label}
          className={TONE_FILL[part.tone]}
          style={{ width: `${(part.count / Math.max(1, batch.itemCount)) * 100}%` }}
        />
      ))}
    </span>
  );
}
