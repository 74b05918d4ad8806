import { AlarmClock, Check, Hourglass, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { TONE_CHIP, TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { WaitpointStatus } from "#sdk/wire/waitpoint.ts";

type TokenStatusView = { label: string; tone: Tone; icon: LucideIcon; description: string };

/** The one place that says how a token's status looks and what it means. */
export const TOKEN_STATUS: Record<WaitpointStatus, TokenStatusView> = {
  WAITING: {
    label: "Waiting",
    tone: "warning",
    icon: Hourglass,
    description: "Nobody has completed it yet. Runs that wait for it hold no slot.",
  },
  COMPLETED: {
    label: "Completed",
    tone: "success",
    icon: Check,
    description: "Runs that waited for it went on with its output.",
  },
  TIMED_OUT: {
    label: "Timed out",
    tone: "danger",
    icon: AlarmClock,
    description: "Its timeout came first. Runs that waited for it were told so.",
  },
};

export function TokenStatusIcon({ status }: { status: WaitpointStatus }): ReactNode {
  const { icon: Icon, tone } = TOKEN_STATUS[status];
  return <Icon aria-hidden className={cn("size-3.5 shrink-0", TONE_TEXT[tone])} />;
}

export function TokenStatusLabel({ status }: { status: WaitpointStatus }): ReactNode {
  return (
    <span className="flex items-center gap-1.5" title={TOKEN_STATUS[status].description}>
      <TokenStatusIcon status={status} />
      {TOKEN_STATUS[status].label}
    </span>
  );
}

export function TokenStatusChip({ status }: { status: WaitpointStatus }): ReactNode {
  const { label, tone, icon: Icon } = TOKEN_STATUS[status];
  return (
    <span
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 font-medium text-caption",
        TONE_CHIP[tone],
      )}
    >
      <Icon aria-hidden className="size-3" />
      {label}
    </span>
  );
}
