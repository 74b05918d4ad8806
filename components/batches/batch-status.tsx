import { CircleCheck, CircleX, Hourglass, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { BatchView } from "#worker/domain/insight/views.ts";

type StatusView = { label: string; tone: Tone; icon: LucideIcon | undefined; title: string };

const STATUSES: Record<BatchView["status"], StatusView> = {
  PENDING: {
    ...{ label: "Pending", tone: "neutral", icon: Hourglass },
    title: "Not every item is in yet",
  },
  PROCESSING: {
    ...{ label: "Processing", tone: "info", icon: undefined },
    title: "Every item is in, and some runs are not over",
  },
  COMPLETED: {
    ...{ label: "Completed", tone: "success", icon: CircleCheck },
    title: "Every item became a run, and all are over",
  },
  PARTIAL_FAILED: {
    ...{ label: "Partly refused", tone: "warning", icon: TriangleAlert },
    title: "All runs are over, and some items became none",
  },
  ABORTED: {
    ...{ label: "Refused", tone: "danger", icon: CircleX },
    title: "No item became a run",
  },
};

const GIVEN_UP = { label: "Given up", tone: "danger", icon: CircleX } as const;

export function BatchStatus({ batch }: { batch: BatchView }): ReactNode {
  const {
    label,
    tone,
    icon: Icon,
    title,
  } = batch.aborted ? { ...GIVEN_UP, title: batch.aborted.reason } : STATUSES[batch.status];
  return (
    <span
      title={title}
      className={cn("inline-flex items-center gap-1.5 align-middle", TONE_TEXT[tone])}
    >
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : <Spinner />}
      {label}
    </span>
  );
}
