import {
  AlarmClock,
  Bug,
  Check,
  CircleSlash,
  Clock,
  ClockAlert,
  Flame,
  Hourglass,
  Layers,
  LoaderCircle,
  type LucideIcon,
  PackageSearch,
  X,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { TONE_CHIP, TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";

export type RunStatusView = {
  label: string;
  tone: Tone;
  icon: LucideIcon;
  /** One sentence: what it means for the person who looks. */
  description: string;
  isSpinning?: true;
  /** For `<title>`, where there is no icon. */
  mark: string;
};

/** The one place that says how a status looks and what it means. */
export const RUN_STATUS: Record<RunStatus, RunStatusView> = {
  PENDING_VERSION: {
    label: "Pending version",
    tone: "warning",
    icon: PackageSearch,
    mark: "◌",
    description: "No deployment contains this task yet. The run starts once one does.",
  },
  DELAYED: {
    label: "Delayed",
    tone: "warning",
    icon: Clock,
    mark: "◷",
    description: "Triggered with a delay. It joins its queue when the delay has passed.",
  },
  QUEUED: {
    label: "Queued",
    tone: "neutral",
    icon: Layers,
    mark: "≡",
    description: "In its queue, waiting for a free slot.",
  },
  DEQUEUED: {
    label: "Dequeued",
    tone: "info",
    icon: LoaderCircle,
    isSpinning: true,
    mark: "◔",
    description: "It has a slot, and a worker is about to start it.",
  },
  EXECUTING: {
    label: "Executing",
    tone: "info",
    icon: LoaderCircle,
    isSpinning: true,
    mark: "◑",
    description: "A worker is executing the task’s code.",
  },
  WAITING: {
    label: "Waiting",
    tone: "warning",
    icon: Hourglass,
    mark: "⧗",
    description: "Waiting for a time, a token or another run. It holds no slot meanwhile.",
  },
  COMPLETED: {
    label: "Completed",
    tone: "success",
    icon: Check,
    mark: "✓",
    description: "The task returned, and its output is stored.",
  },
  FAILED: {
    label: "Failed",
    tone: "danger",
    icon: X,
    mark: "✗",
    description: "The task threw an error and no attempt is left.",
  },
  CANCELED: {
    label: "Canceled",
    tone: "neutral",
    icon: CircleSlash,
    mark: "⊘",
    description: "Stopped by a person or through the API.",
  },
  CRASHED: {
    label: "Crashed",
    tone: "danger",
    icon: Flame,
    mark: "✗",
    description: "The task’s process died, for example out of memory, and no attempt is left.",
  },
  TIMED_OUT: {
    label: "Timed out",
    tone: "danger",
    icon: AlarmClock,
    mark: "✗",
    description: "An attempt took longer than the task’s maxDuration and was stopped.",
  },
  EXPIRED: {
    label: "Expired",
    tone: "neutral",
    icon: ClockAlert,
    mark: "⊘",
    description: "Its time to live passed before it could start.",
  },
  SYSTEM_FAILURE: {
    label: "System failure",
    tone: "danger",
    icon: Bug,
    mark: "✗",
    description: "Pawl itself failed while handling this run. The task’s code is not to blame.",
  },
};

export function RunStatusIcon({
  status,
  className,
}: {
  status: RunStatus;
  className?: string;
}): ReactNode {
  const { icon: Icon, tone, isSpinning } = RUN_STATUS[status];
  return (
    <Icon
      aria-hidden
      className={cn("size-3.5 shrink-0", TONE_TEXT[tone], isSpinning && "animate-spin", className)}
    />
  );
}

/** Icon and word, never one without the other. */
export function RunStatusLabel({
  status,
  className,
}: {
  status: RunStatus;
  className?: string;
}): ReactNode {
  const { label, tone, description } = RUN_STATUS[status];
  return (
    <span
      title={description}
      className={cn(
        "inline-flex items-center gap-1.5 align-middle whitespace-nowrap",
        TONE_TEXT[tone],
        className,
      )}
    >
      <RunStatusIcon status={status} />
      {label}
    </span>
  );
}

/** The same on its own tint, for headers. */
export function RunStatusChip({ status }: { status: RunStatus }): ReactNode {
  const { tone } = RUN_STATUS[status];
  return (
    <RunStatusLabel
      status={status}
      className={cn("h-6 rounded-full px-2 font-medium text-caption", TONE_CHIP[tone])}
    />
  );
}
