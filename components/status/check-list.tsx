import { CircleCheck, CircleHelp, CircleX, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { CheckState, StatusCheck } from "#sdk/wire/status.ts";

const STATES: Record<CheckState, { label: string; tone: Tone; icon: LucideIcon }> = {
  OK: { label: "OK", tone: "success", icon: CircleCheck },
  WARNING: { label: "Warning", tone: "warning", icon: TriangleAlert },
  FAILED: { label: "Failed", tone: "danger", icon: CircleX },
  UNKNOWN: { label: "Not known", tone: "neutral", icon: CircleHelp },
};

/** The chain in its order: each link, what was seen of it, what to do about it. */
export function CheckList({ checks }: { checks: readonly StatusCheck[] }): ReactNode {
  return (
    <ul className="rounded-panel border border-border" aria-label="Checks">
      {checks.map((check) => (
        <Check key={check.id} check={check} />
      ))}
    </ul>
  );
}

function Check({ check }: { check: StatusCheck }): ReactNode {
  const { label, tone, icon: Icon } = STATES[check.state];
  const { title, summary, advice, details = [] } = check;
  return (
    <li className="flex flex-col gap-x-4 gap-y-1 border-border border-b px-4 py-2.5 last:border-b-0 sm:flex-row">
      <div className="flex w-44 shrink-0 items-center gap-2 self-start">
        <Icon aria-hidden className={cn("size-4 shrink-0", TONE_TEXT[tone])} />
        <span className="font-medium">{title}</span>
        <span className={cn("text-caption", TONE_TEXT[tone])}>{label}</span>
      </div>
      <div className="min-w-0 flex-1">
        <p className="break-words">{summary}</p>
        {advice !== undefined && <p className="break-words text-text-muted">{advice}</p>}
        {details.map((detail) => (
          <p key={detail} className="break-words text-caption text-text-muted">
            {detail}
          </p>
        ))}
      </div>
    </li>
  );
}
