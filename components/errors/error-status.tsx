import { BellOff, CircleAlert, CircleCheck, type LucideIcon, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { ErrorGroupView, ErrorStatus } from "#worker/domain/insight/views.ts";

export const ERROR_STATUSES: Record<ErrorStatus, { label: string; tone: Tone; icon: LucideIcon }> =
  {
    UNRESOLVED: { label: "Unresolved", tone: "danger", icon: CircleAlert },
    RESOLVED: { label: "Resolved", tone: "success", icon: CircleCheck },
    IGNORED: { label: "Ignored", tone: "neutral", icon: BellOff },
  };

export function ErrorStatusLabel({ error }: { error: ErrorGroupView }): ReactNode {
  const isBack = error.reopenedAt !== undefined;
  const { label, tone, icon } = ERROR_STATUSES[error.status];
  const Icon = isBack ? RotateCcw : icon;
  return (
    <span className={cn("inline-flex items-center gap-1.5 align-middle", TONE_TEXT[tone])}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {isBack ? "Back again" : label}
    </span>
  );
}
